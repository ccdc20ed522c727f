using Azukari.Members.Contracts;
using Azukari.Portal.Resources;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Portal.Downline;

/// <summary>How places are called: by name where it was released, otherwise by what may be said without.</summary>
internal sealed class LineWords(Text<PortalText> T, Text<SiteText> Site)
{
    public string Name(TreePlace place, IReadOnlyDictionary<SubjectId, LineName> names) =>
        place.Former ? T["Line.Former"] : place.Subject is { } subject && names.TryGetValue(subject, out var seen) && seen.Name is { } name ? name.ToDisplay(PageLanguage.Current) : T["Line.Unnamed"];

    public string? Class(string? word) => MemberWords.TryParse(word, out var @class) ? Site.Class(@class.Word()) : null;

    /// <summary>The rank where it says more than the class does.</summary>
    public string? HigherRank(string? word) => word == MemberRank.Agent.Word() ? null : Rank(word);

    public string? Rank(string? word) => MemberWords.TryParseRank(word, out var rank) ? Site.Rank(rank.Word()) : null;
}
