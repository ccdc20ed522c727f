namespace Azukari.Policy;

/// <summary>The version of a policy, as printed on it: usually the year and month, 2021-04.</summary>
/// <remarks>Lower-case words of letters and digits joined by dots or hyphens, beginning with a digit or a letter; at most 32 characters. Compared ordinally. The default value is empty and names nothing.</remarks>
public readonly record struct PolicyVersion : IComparable<PolicyVersion>
{
    private readonly string? _value;

    private PolicyVersion(string value) => _value = value;

    /// <summary>The id as written; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is not well formed.</exception>
    public static PolicyVersion Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a well-formed policy version: at most 32 characters of a-z, 0-9, joined by '.' or '-'.");

    /// <summary>Reads an id, or says that the text is not one.</summary>
    public static bool TryParse(string? text, out PolicyVersion id)
    {
        if (text is not null && Identifiers.IsWellFormed(text, 32, true))
        {
            id = new PolicyVersion(text);
            return true;
        }
        id = default;
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(PolicyVersion other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
