using System.Diagnostics.CodeAnalysis;

namespace Azukari.Values;

/// <summary>Short ways to end a parse, and the one exception for stored bytes that are not what they claim.</summary>
internal static class Outcome
{
    public static bool Refuse<T>(ValueErrorCode code, out T? value, [NotNullWhen(false)] out ValueError? error) where T : class
    {
        value = null;
        error = new ValueError(code);
        return false;
    }

    public static bool Accept<T>(T made, [NotNullWhen(true)] out T? value, out ValueError? error) where T : class
    {
        value = made;
        error = null;
        return true;
    }

    public static FormatException NotStored(string type) => new($"the stored bytes are not a {type}");
}
