using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Azukari.Values;

/// <summary>
/// What every value type offers. A value that exists is valid and normalised: there is no other way to make one than a parse that
/// succeeded. <c>ToString()</c> prints the type's name only, so that interpolation cannot leak a person's data.
/// </summary>
public interface IValue<TSelf> where TSelf : class, IValue<TSelf>
{
    /// <summary>Reads what a person typed or a file holds, in any of the styles the type documents.</summary>
    /// <returns>True with the value; false with the rule that refused it. Never throws.</returns>
    static abstract bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out TSelf? value, [NotNullWhen(false)] out ValueError? error);

    /// <summary>Reads the form <see cref="ToStored"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not this type's stored form. The message does not contain them.</exception>
    static abstract TSelf FromStored(StoredValue stored);

    /// <summary>The stable stored form: the same value gives the same bytes, in every version of this library.</summary>
    StoredValue ToStored();

    /// <summary>For people: Japanese, or English for English cultures.</summary>
    string ToDisplay(CultureInfo culture);
}
