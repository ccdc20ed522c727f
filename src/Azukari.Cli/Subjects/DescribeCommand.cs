using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary><c>azukari describe</c>: what is held of a person and how it came, without values.</summary>
internal sealed class DescribeCommand : CliCommand
{
    private readonly Option<bool> _json;
    private readonly CliArgument _subject;

    public DescribeCommand(Language language)
        : base(language, "describe", new("ある人について何を、いつ、どの方針の下で預かったか（値は出ません）", "what is held of a person, since when and under which policy (no values)"))
    {
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples = [new("azukari describe SUBJECT", new("項目、同意、利用停止を見る", "items, consents and restrictions"))];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var subject = Ids.Subject(call.Need(_subject));
        await using var company = await Session.OpenAsync(call, cancel);
        await Operators.InspectAsync(company, call.Screen, subject, "description", cancel);
        if (await company.Trust.Vault.DescribeAsync(subject, cancel) is not { } found)
        {
            call.Screen.Error("この人はいないか、消去されました。", "there is no such person, or the person was erased.");
            return ExitCode.NotFound;
        }

        if (call.Has(_json)) JsonPage.Write(call.Screen, json => Write(json, found));
        else Print(call.Screen, company, found);
        return ExitCode.Ok;
    }

    private static void Print(Screen screen, CompanyCore company, SubjectDescription person)
    {
        var policy = company.Trust.Policies.InForce.Document;
        var kind = policy.FindSubject(person.Kind)?.Label.In(screen.LanguageTag) ?? person.Kind.Value;
        screen.Line($"{person.Subject}  {kind} ({person.Kind})");
        screen.Line();
        string[] head = screen.Language == Language.Japanese
            ? ["項目", "名称", "取得日", "経路", "方針", "取得時の区分", "訂正", "保存期限"]
            : ["item", "label", "acquired", "channel", "policy", "as", "version", "kept until"];
        screen.Lines(TextTable.Lines(head, [.. person.Items.Select(item => (IReadOnlyList<string>)
        [
            item.Item.Value, policy.FindItem(item.Item)?.Label.In(screen.LanguageTag) ?? "-", Moments.DayInTokyo(item.AcquiredAt), PolicyWords.Of(item.Channel),
            item.PolicyVersion.ToString(), item.SubjectKind.Value, item.Version.ToString(CultureInfo.InvariantCulture),
            item.Until is { } until ? Moments.DayInTokyo(until) : "-",
        ])]));
        Section(screen, "同意", "consents", person.Consents.Select(c =>
            $"{c.Id}  {Grant(c.Grant)}  {Moments.DayInTokyo(c.GivenAt)}{(c.WithdrawnAt is { } at ? screen.Say($" 撤回 {Moments.DayInTokyo(at)}", $" withdrawn {Moments.DayInTokyo(at)}") : "")}"));
        Section(screen, "確認した方針", "versions answered", person.Answers.Select(a =>
            $"{a.Version}  {(a.Consented ? screen.Say("同意", "consented") : screen.Say("確認", "acknowledged"))}  {Moments.DayInTokyo(a.At)}"));
        Section(screen, "利用停止", "restrictions", person.Restrictions.Select(r =>
            $"{r.Id}  {Scope(r.Scope)}  {Moments.DayInTokyo(r.Since)}{(r.LiftedAt is { } at ? screen.Say($" 解除 {Moments.DayInTokyo(at)}", $" lifted {Moments.DayInTokyo(at)}") : "")}"));
    }

    private static void Section(Screen screen, string ja, string en, IEnumerable<string> lines)
    {
        var list = lines.ToList();
        if (list.Count == 0) return;
        screen.Line();
        screen.Line(screen.Say(ja, en));
        foreach (var line in list) screen.Line("  " + line);
    }

    private static void Write(Utf8JsonWriter json, SubjectDescription person)
    {
        json.WriteStartObject();
        json.WriteString("subject", person.Subject.ToString());
        json.WriteString("kind", person.Kind.Value);
        json.WriteStartArray("items");
        foreach (var item in person.Items)
        {
            json.WriteStartObject();
            json.WriteString("item", item.Item.Value);
            json.WriteNumber("version", item.Version);
            json.WriteString("acquired", item.AcquiredAt);
            json.WriteString("channel", PolicyWords.Of(item.Channel));
            json.WriteString("policy", item.PolicyVersion.ToString());
            json.WriteString("as", item.SubjectKind.Value);
            if (item.Until is { } until) json.WriteString("until", until);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Strings("consents", person.Consents.Where(c => c.WithdrawnAt is null).Select(c => c.Id.ToString()));
        json.Strings("answers", person.Answers.Select(a => a.Version.ToString()));
        json.Strings("restrictions", person.Restrictions.Where(r => r.LiftedAt is null).Select(r => r.Id.ToString()));
        json.WriteEndObject();
    }

    private static string Grant(ConsentGrant grant) =>
        $"{grant.Purpose} → {grant.Recipient?.Value ?? "*"}: {string.Join(",", grant.Items)}";

    private static string Scope(Restriction scope) => scope switch
    {
        Restriction.Everything => "all",
        Restriction.ForPurpose purpose => purpose.Purpose.Value,
        Restriction.ByRecipient recipient => recipient.Recipient.Value,
        Restriction.OfItems items => string.Join(",", items.Items),
        _ => scope.GetType().Name,
    };
}
