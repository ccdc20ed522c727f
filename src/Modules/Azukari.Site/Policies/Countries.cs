using System.Globalization;
using Azukari.Ui.Language;

namespace Azukari.Site.Policies;

/// <summary>The names of countries, in the language of the request.</summary>
internal static class Countries
{
    /// <summary>The name of a country by its two letters (ISO 3166): ドイツ or Germany; letters that stand for none are given back as they are.</summary>
    public static string Name(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        try
        {
            // Of a region the runtime keeps the name in the language it was first asked for; the native name depends on no such state.
            return new RegionInfo($"{PageLanguage.Current.Name}-{code}").NativeName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
