using System.Globalization;
using Azukari.Values;

namespace Azukari.Tests.Values;

/// <summary>Short words for tests over any value type.</summary>
internal static class Parsing
{
    public static readonly CultureInfo Ja = CultureInfo.GetCultureInfo("ja-JP");
    public static readonly CultureInfo En = CultureInfo.GetCultureInfo("en-GB");
    public static readonly DateOnly Today = new(2026, 11, 23);

    /// <summary>The stored text, or the rule that refused it in angle brackets.</summary>
    public static string Stored<T>(string text) where T : class, IValue<T> =>
        T.TryParse(text, out var value, out var error) ? value!.ToStored().Reveal() : $"<{error!.Rule}>";

    public static string Stored(string shape, string text) =>
        Shapes.Find(shape)!.TryNormalise(text, Today, out var stored, out var error) ? stored.Reveal() : $"<{error.Rule}>";
}
