using Azukari.Console.Resources;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Policy.Deciding;
using Azukari.Policy.Document;
using Azukari.Policy.Overview;
using Azukari.Site.Policies;
using Azukari.Site.Resources;
using Azukari.Ui.Language;

namespace Azukari.Console.Policies.Register;

/// <summary>
/// An entry of the register of processing (個人情報管理台帳): what one recipient does with some items for one purpose, in words. Made of the policy and
/// of the views the program declares; nothing of a person is in it.
/// </summary>
/// <param name="Number">The number the purpose's clause is printed with.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Recipient">Who uses or receives.</param>
/// <param name="Way">Inside the company, or by which way it leaves.</param>
/// <param name="Items">Which items.</param>
/// <param name="Sensitive">Special-care items and Individual Numbers among them; empty for none.</param>
/// <param name="Subjects">Whose data.</param>
/// <param name="Terms">What must hold.</param>
/// <param name="Collected">By which ways the items are collected.</param>
/// <param name="Retention">How long they are kept.</param>
/// <param name="Clauses">The clauses that permit it.</param>
/// <param name="Law">The provisions behind those.</param>
/// <param name="Measures">Measures of protection.</param>
/// <param name="Views">The parts of the program that read by it; empty where none does yet.</param>
public sealed record RegisterEntry(
    string Number, string Purpose, string Recipient, string Way, string Items, string Sensitive, string Subjects, string Terms, string Collected, string Retention,
    string Clauses, string Law, string Measures, string Views)
{
    /// <summary>The columns in order: the string with the heading, how wide it is on a sheet in characters, and the value.</summary>
    internal static IReadOnlyList<(string Heading, double Width, Func<RegisterEntry, string> Value)> Columns { get; } =
    [
        ("Register.Number", 9, e => e.Number), ("Register.Purpose", 26, e => e.Purpose), ("Register.Recipient", 20, e => e.Recipient), ("Register.Way", 14, e => e.Way),
        ("Register.Items", 44, e => e.Items), ("Register.Sensitive", 16, e => e.Sensitive), ("Register.Subjects", 24, e => e.Subjects), ("Register.Terms", 24, e => e.Terms),
        ("Register.Collected", 22, e => e.Collected), ("Register.Retention", 34, e => e.Retention), ("Register.Clauses", 30, e => e.Clauses), ("Register.Law", 30, e => e.Law),
        ("Register.Measures", 34, e => e.Measures), ("Register.Views", 26, e => e.Views),
    ];
}

/// <summary>Writes the register of one version, entry by entry.</summary>
internal sealed class RegisterWriter(Text<ConsoleText> text, Text<SiteText> site)
{
    /// <summary>The entries, in the order of the policy.</summary>
    public IEnumerable<RegisterEntry> Entries(PolicyOverview overview, IReadOnlyList<ViewDeclaration> views)
    {
        var document = overview.Document;
        var measures = Words.Join(Measures(document, site));
        foreach (var row in AccessRow.Of(overview))
        {
            foreach (var recipient in document.Recipients)
            {
                foreach (var permitted in overview.At(row.Id, recipient.Id)) yield return Entry(document, row, recipient, permitted, views, measures);
            }
        }
    }

    /// <summary>The measures of protection the version names, the same for every entry.</summary>
    public static IEnumerable<string> Measures(PolicyDocument document, Text<SiteText> site) =>
        document.Clauses.Select(c => c.Rule).OfType<MeasureRule>().SelectMany(m => m.Kinds).Distinct().Select(k => site.Of(k));

    private RegisterEntry Entry(
        PolicyDocument document, AccessRow row, RecipientDeclaration recipient, PermittedAccess permitted, IReadOnlyList<ViewDeclaration> views, string measures)
    {
        var access = permitted.Access;
        ItemDeclaration[] items = [.. access.Items.Select(i => document.FindItem(i)!)];
        Clause[] clauses = [.. permitted.Clauses.Select(c => document.FindClause(c)).OfType<Clause>()];
        return new RegisterEntry(
            row.Number, row.Label, recipient.Label.Here(),
            access.Exit == Exit.None ? text[recipient.Sort == RecipientSort.Self ? "Matrix.Self" : "Matrix.Inside"] : text[$"Exit.{PolicyWords.Of(access.Exit)}"],
            Words.Join(items.Select(i => i.Label.Here())),
            Words.Join(items.Where(i => i.Category is ItemCategory.SpecialCare or ItemCategory.IndividualNumber).Select(i => i.Label.Here())),
            Words.Join(access.Subjects.Select(s => Words.Label(document, s))),
            AccessWords.Terms(site, text, access),
            Words.Join(Channels(document, access.Items).Select(c => site.Of(c))),
            Words.Join(items.GroupBy(i => i.Retention).Select(g => Kept(g.Key, items.Length == g.Count() ? null : Words.Join(g.Select(i => i.Label.Here()))))),
            Words.Join(clauses.Select(c => $"{c.Number} {c.Heading.Here()}".Trim())),
            LawCitation.Here(clauses.SelectMany(c => c.Law).Distinct()),
            measures,
            Words.Join(views.Where(v => (v.Purpose == row.Id || v.Ground == row.Id) && v.Recipient == recipient.Id && v.Items.Any(access.Items.Contains)).Select(v => v.Id)));
    }

    private static IEnumerable<Channel> Channels(PolicyDocument document, IReadOnlyList<ItemId> items) =>
        document.Clauses.Select(c => c.Rule).OfType<AcquisitionRule>().Where(a => a.Items.Any(i => items.Contains(i.Item))).SelectMany(a => a.Channels).Distinct().Order();

    private string Kept(Retention? retention, string? which)
    {
        var how = retention is null ? site["Diff.NotSaid"] : site[$"RetentionStart.{PolicyWords.Of(retention.After)}", site.Span(retention.Keep)];
        return which is null ? how : text["Register.Kept", how, which];
    }
}
