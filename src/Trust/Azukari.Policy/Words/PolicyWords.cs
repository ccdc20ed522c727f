using System.Text;

namespace Azukari.Policy;

/// <summary>The words of the policy file for the closed lists of the model: <c>ContractInForce</c> is written <c>contract-in-force</c>.</summary>
public static class PolicyWords
{
    /// <summary>The word for a value of one of the policy's closed lists.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the list.</exception>
    public static string Of<T>(T value) where T : struct, Enum =>
        Table<T>.Words.TryGetValue(value, out var word) ? word : throw new ArgumentOutOfRangeException(nameof(value));

    /// <summary>All words of a closed list, in the order of the list.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Table<T>.Ordered;

    /// <summary>Reads a word of a closed list.</summary>
    public static bool TryParse<T>(string? word, out T value) where T : struct, Enum
    {
        value = default;
        return word is not null && Table<T>.Values.TryGetValue(word, out value);
    }

    private static string Kebab(string name)
    {
        var word = new StringBuilder(name.Length + 6);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(c));
        }
        return word.ToString();
    }

    private static class Table<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(v => v, v => Kebab(v.ToString()));
        public static readonly Dictionary<string, T> Values = Words.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        public static readonly string[] Ordered = [.. Enum.GetValues<T>().Select(v => Words[v])];
    }
}
