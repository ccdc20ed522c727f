namespace Azukari.Policy.Deciding;

/// <summary>Why something single of a person is deleted.</summary>
public enum DeletionReason
{
    /// <summary>It is not true (APPI 34).</summary>
    Untrue,

    /// <summary>It is needed no longer (APPI 35(5)).</summary>
    NotNeeded,

    /// <summary>It was got or used against the law (APPI 35(1)).</summary>
    Unlawful,
}

/// <summary>The words of <see cref="DeletionReason"/> in forms, in the ledger (<c>deletion:untrue</c>) and on the command line.</summary>
public static class DeletionReasons
{
    /// <summary>Every reason, in the order of the list.</summary>
    public static IReadOnlyList<DeletionReason> All { get; } = Enum.GetValues<DeletionReason>();

    /// <summary><c>untrue</c>, <c>not-needed</c> or <c>unlawful</c>.</summary>
    public static string Word(this DeletionReason reason) => reason switch
    {
        DeletionReason.Untrue => "untrue",
        DeletionReason.NotNeeded => "not-needed",
        DeletionReason.Unlawful => "unlawful",
    };

    /// <summary>As the ledger keeps it.</summary>
    public static string Code(this DeletionReason reason) => "deletion:" + reason.Word();

    /// <summary>The reason of a word; false for any other.</summary>
    public static bool TryParse(string? word, out DeletionReason reason)
    {
        foreach (var each in All)
        {
            reason = each;
            if (each.Word() == word) return true;
        }

        reason = default;
        return false;
    }
}
