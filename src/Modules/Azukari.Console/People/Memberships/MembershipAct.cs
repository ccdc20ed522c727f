using Azukari.Members.Contracts;
using Azukari.Vault;

namespace Azukari.Console.People.Memberships;

/// <summary>
/// What staff can do with a membership here: which reasons there are, what it can become, and the one call that does it. Whether it can be done is
/// <see cref="Membership"/>'s to say, and <see cref="MemberBook"/>'s to decide: the command line asks the same.
/// </summary>
/// <param name="Word">Its name in addresses and resources.</param>
/// <param name="Reasons">Why it is done: the codes to choose from.</param>
/// <param name="Choices">What the membership can become, of a membership; one empty word where there is nothing to choose.</param>
/// <param name="WhyNot">Why it cannot become that; null when it can.</param>
/// <param name="DoAsync">Does it.</param>
internal sealed record MembershipAct(
    string Word, IReadOnlyList<string> Reasons, Func<Membership, IEnumerable<string>> Choices, Func<Membership, string, MemberRefusal?> WhyNot,
    Func<MemberBook, SubjectId, string, MemberActing, CancellationToken, Task<MemberResult>> DoAsync)
{
    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<MembershipAct> All { get; } =
    [
        new("suspend", ["unpaid", "investigation", "rules-broken", "own-wish", "other"], static _ => [""],
            static (member, _) => member.WhyNot(MemberStatus.Suspended), static (book, who, _, acting, cancel) => book.SuspendAsync(who, acting, cancel)),
        new("reinstate", ["paid", "cleared", "own-wish", "mistake", "other"], static _ => [""],
            static (member, _) => member.WhyNot(MemberStatus.Active), static (book, who, _, acting, cancel) => book.ReinstateAsync(who, acting, cancel)),
        new("class", ["own-wish", "terms-met", "terms-unmet", "mistake", "company-decision"],
            static member => Enum.GetValues<MemberClass>().Where(one => one != member.Class).Select(one => one.Word()),
            static (member, to) => MemberWords.TryParse(to, out MemberClass @class) ? member.WhyNot(@class) : member.WhyNot(member.Class),
            static (book, who, to, acting, cancel) => book.ChangeClassAsync(who, MemberWords.TryParse(to, out MemberClass @class) ? @class : throw new ArgumentException("No class.", nameof(to)), acting, cancel)),
        new("rank", ["reached", "mistake", "company-decision"],
            static member => Enum.GetValues<MemberRank>().Where(one => member.WhyNot(one) is null).Select(one => one.Word()),
            static (member, to) => member.WhyNot(MemberWords.TryParseRank(to, out var rank) ? rank : MemberRank.Diamond),
            static (book, who, to, acting, cancel) => book.RaiseRankAsync(who, MemberWords.TryParseRank(to, out var rank) ? rank : throw new ArgumentException("No rank.", nameof(to)), acting, cancel)),
    ];

    /// <summary>The act of a word; null for any other.</summary>
    public static MembershipAct? Find(string? word) => All.FirstOrDefault(act => act.Word == word);

    /// <summary>Whether something is chosen with it.</summary>
    public bool Chooses => Word is "class" or "rank";

    /// <summary>Whether a word is something that can be chosen, of whatever membership.</summary>
    public bool Takes(string word) => Word switch
    {
        "class" => MemberWords.TryParse(word, out MemberClass _),
        "rank" => MemberWords.TryParseRank(word, out _),
        _ => word.Length == 0,
    };

    /// <summary>Why it cannot be done with a membership whatever is chosen; null when something can.</summary>
    public MemberRefusal? WhyNever(Membership member)
    {
        var whys = Choices(member).Select(choice => WhyNot(member, choice)).ToList();
        return whys.Count == 0 ? WhyNot(member, "") : whys.Contains(null) ? null : whys[0];
    }

    public override string ToString() => Word;
}
