using System.Globalization;
using System.Resources;
using Azukari.Policy.Document;

namespace Azukari.Policy.Linting;

/// <summary>The document under the linter and what was found so far.</summary>
internal sealed class LintReport(PolicyDocument document)
{
    private static readonly ResourceManager Texts = new("Azukari.Policy.Texts.Lint", typeof(LintReport).Assembly);
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");
    private readonly List<Finding> _findings = [];

    public PolicyDocument Document { get; } = document;

    public void Error(string code, string article, Clause? clause, SourcePosition at, LocalText? about = null) =>
        Add(code, FindingSeverity.Error, article, clause, at, about);

    public void Warning(string code, string article, Clause? clause, SourcePosition at, LocalText? about = null) =>
        Add(code, FindingSeverity.Warning, article, clause, at, about);

    /// <summary>Rules of one kind with their clauses, in the order of the file.</summary>
    public IEnumerable<(Clause Clause, T Rule)> Rules<T>() where T : ClauseRule =>
        Document.Clauses.Where(c => c.Rule is T).Select(c => (c, (T)c.Rule));

    public LocalText Items(IEnumerable<ItemId> items)
    {
        var labels = items.Distinct().Select(i => Document.FindItem(i)?.Label ?? new LocalText(i.Value, i.Value)).ToArray();
        return Join(labels);
    }

    public LocalText Subjects(IEnumerable<SubjectKind> kinds) => Join([.. kinds.Select(k => Document.FindSubject(k)?.Label ?? new LocalText(k.Value, k.Value))]);

    public LocalText Recipients(IEnumerable<RecipientKind> kinds) => Join([.. kinds.Select(k => Document.FindRecipient(k)?.Label ?? new LocalText(k.Value, k.Value))]);

    public static LocalText Join(IReadOnlyCollection<LocalText> texts) =>
        new(string.Join("、", texts.Select(t => t.Ja)), string.Join(", ", texts.Select(t => t.En)));

    public static LocalText Text(string key) => new(
        Texts.GetString(key, Japanese) ?? throw new InvalidOperationException($"The texts lack '{key}'."),
        Texts.GetString(key, English) ?? throw new InvalidOperationException($"The texts lack '{key}'."));

    public IReadOnlyList<Finding> InOrder() => [.. _findings.OrderBy(f => f.Position.Line).ThenBy(f => f.Position.Column).ThenBy(f => f.Code, StringComparer.Ordinal)];

    private void Add(string code, FindingSeverity severity, string article, Clause? clause, SourcePosition at, LocalText? about)
    {
        var (message, mend) = (Text(code), Text(code + ".mend"));
        if (about is not null)
        {
            message = new LocalText(message.Ja.Replace("{0}", about.Ja, StringComparison.Ordinal), message.En.Replace("{0}", about.En, StringComparison.Ordinal));
            mend = new LocalText(mend.Ja.Replace("{0}", about.Ja, StringComparison.Ordinal), mend.En.Replace("{0}", about.En, StringComparison.Ordinal));
        }
        _findings.Add(new Finding(code, severity, article, clause?.Id, at, message, mend));
    }
}
