using Azukari.Policy;

namespace Azukari.Members.Contracts;

/// <summary>What a member is to the company. The order is the one in which a class stands above another.</summary>
public enum MemberClass
{
    /// <summary>A retail customer: the policy's subject kind <c>retail</c>.</summary>
    Retail,

    /// <summary>A VIP customer: <c>vip</c>.</summary>
    Vip,

    /// <summary>An agent: <c>agent</c>. Only agents sponsor others.</summary>
    Agent,
}

/// <summary>An agent's rank: the highest ever reached, which never falls. The order is the one in which a rank stands above another.</summary>
public enum MemberRank
{
    /// <summary>Every agent's first.</summary>
    Agent,

    /// <summary>Above <see cref="Agent"/>.</summary>
    Bronze,

    /// <summary>Above <see cref="Bronze"/>.</summary>
    Silver,

    /// <summary>Above <see cref="Silver"/>.</summary>
    Gold,

    /// <summary>Above <see cref="Gold"/>.</summary>
    Platinum,

    /// <summary>Above all others.</summary>
    Diamond,
}

/// <summary>How a membership stands.</summary>
public enum MemberStatus
{
    /// <summary>Applied for; there is no number yet and no place in the tree.</summary>
    Applied,

    /// <summary>Registered.</summary>
    Active,

    /// <summary>Registered, and stopped for the time being.</summary>
    Suspended,

    /// <summary>Left. Ended for good; who comes back applies anew.</summary>
    Withdrawn,

    /// <summary>An application declined, a registration undone within the cooling-off period or ended by the company. Ended for good.</summary>
    Cancelled,
}

/// <summary>The words of classes and statuses in storage, in the ledger and on the command line.</summary>
public static class MemberWords
{
    /// <summary>What somebody who has left is to the policy.</summary>
    public static SubjectKind FormerMember { get; } = SubjectKind.Parse("former-member");

    /// <summary><c>retail</c>, <c>vip</c> or <c>agent</c>: also the policy's subject kind.</summary>
    public static string Word(this MemberClass @class) => @class switch
    {
        MemberClass.Retail => "retail",
        MemberClass.Vip => "vip",
        MemberClass.Agent => "agent",
    };

    /// <summary>The status in lower case.</summary>
    public static string Word(this MemberStatus status) => status switch
    {
        MemberStatus.Applied => "applied",
        MemberStatus.Active => "active",
        MemberStatus.Suspended => "suspended",
        MemberStatus.Withdrawn => "withdrawn",
        MemberStatus.Cancelled => "cancelled",
    };

    /// <summary>The rank's word: its name in lower case.</summary>
    public static string Word(this MemberRank rank) => rank switch
    {
        MemberRank.Agent => "agent",
        MemberRank.Bronze => "bronze",
        MemberRank.Silver => "silver",
        MemberRank.Gold => "gold",
        MemberRank.Platinum => "platinum",
        MemberRank.Diamond => "diamond",
    };

    /// <summary>The rank of a word; false for any other.</summary>
    public static bool TryParseRank(string? word, out MemberRank rank)
    {
        foreach (var each in Enum.GetValues<MemberRank>())
        {
            rank = each;
            if (each.Word() == word) return true;
        }

        rank = default;
        return false;
    }

    /// <summary>Whether the membership is over.</summary>
    public static bool HasEnded(this MemberStatus status) => status is MemberStatus.Withdrawn or MemberStatus.Cancelled;

    /// <summary>The policy's kind of subject.</summary>
    public static SubjectKind Kind(this MemberClass @class) => SubjectKind.Parse(@class.Word());

    /// <summary>The class of a word; false for any other.</summary>
    public static bool TryParse(string? word, out MemberClass @class)
    {
        (var known, @class) = word switch
        {
            "retail" => (true, MemberClass.Retail),
            "vip" => (true, MemberClass.Vip),
            "agent" => (true, MemberClass.Agent),
            _ => (false, default),
        };
        return known;
    }

    internal static MemberClass ClassOf(string word) => TryParse(word, out MemberClass @class) ? @class : throw new FormatException("A stored class is none of the list.");

    internal static MemberRank RankOf(string word) => TryParseRank(word, out var rank) ? rank : throw new FormatException("A stored rank is none of the list.");

    internal static MemberStatus StatusOf(string word) => Enum.GetValues<MemberStatus>().FirstOrDefault(status => status.Word() == word, (MemberStatus)(-1)) is var found && (int)found >= 0
        ? found : throw new FormatException("A stored status is none of the list.");
}
