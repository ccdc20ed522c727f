namespace Azukari.Policy;

/// <summary>The stable id of a clause, the same in the policy file, the code, the tests and the ledger. The id of a registered incidental use is its clause's id, a dot and the use's id.</summary>
/// <remarks>Lower-case words of letters and digits joined by dots or hyphens, beginning with a letter; at most 64 characters. Compared ordinally. The default value is empty and names nothing.</remarks>
public readonly record struct ClauseId : IComparable<ClauseId>
{
    private readonly string? _value;

    private ClauseId(string value) => _value = value;

    /// <summary>The id as written; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is not well formed.</exception>
    public static ClauseId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a well-formed clause id: at most 64 characters of a-z, 0-9, joined by '.' or '-'.");

    /// <summary>Reads an id, or says that the text is not one.</summary>
    public static bool TryParse(string? text, out ClauseId id)
    {
        if (text is not null && Identifiers.IsWellFormed(text, 64, false))
        {
            id = new ClauseId(text);
            return true;
        }
        id = default;
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(ClauseId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
