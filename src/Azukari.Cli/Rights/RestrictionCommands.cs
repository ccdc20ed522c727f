using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Vault;

namespace Azukari.Cli.Rights;

/// <summary><c>azukari restrict</c>: suspends use, of everything or of a part (APPI 35).</summary>
internal sealed class RestrictCommand : CliCommand
{
    private readonly Option<bool> _all;
    private readonly CliOption _purpose;
    private readonly CliOption _recipient;
    private readonly CliOption _items;
    private readonly CliArgument _subject;

    public RestrictCommand(Language language) : base(language, "restrict", new("利用を停止する（全部、または目的・相手・項目ごと）", "suspend use: of everything, or for a purpose, a recipient or some items"))
    {
        _all = Flag("--all", new("すべての利用", "every use"));
        _purpose = Option("--purpose", "PURPOSE", new("この目的の利用だけ", "use for this purpose only"));
        _recipient = Option("--recipient", "RECIPIENT", new("この相手による利用だけ", "use by this kind of recipient only"));
        _items = Option("--items", "ITEM,…", new("これらの項目の利用だけ", "use of these items only"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text(
            "ご本人への開示、消去、法令上の義務は止まりません。", "It never stops the person's own disclosure, an erasure or a legal duty.");
        Examples =
        [
            new("azukari restrict --purpose purpose.member.4 SUBJECT", new("セミナー等の案内に使わない", "no more news of seminars and campaigns")),
            new("azukari restrict --all SUBJECT", new("すべての利用を止める", "suspend every use")),
        ];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var scopes = new List<Restriction>();
        if (call.Has(_all)) scopes.Add(new Restriction.Everything());
        if (call.Get(_purpose) is { } purpose) scopes.Add(new Restriction.ForPurpose(Ids.Clause(purpose, _purpose.Name)));
        if (call.Get(_recipient) is { } recipient) scopes.Add(new Restriction.ByRecipient(Ids.Recipient(recipient, _recipient.Name)));
        if (call.Get(_items) is { } items) scopes.Add(new Restriction.OfItems(Ids.Items(items, _items.Name)));
        if (scopes is not [var scope])
            throw new UsageException("--all、--purpose、--recipient、--items のどれか一つを指定してください。", "give exactly one of --all, --purpose, --recipient and --items.");
        var subject = Ids.Subject(call.Need(_subject));
        return Acts.RunAsync(call, subject, new("利用停止", "restriction"), (trust, by) => trust.Vault.RestrictAsync(subject, scope, by, cancel), cancel);
    }
}

/// <summary><c>azukari lift</c>: ends a restriction.</summary>
internal sealed class LiftCommand : CliCommand
{
    private readonly CliArgument _subject;
    private readonly CliArgument _restriction;

    public LiftCommand(Language language) : base(language, "lift", new("利用停止を解除する", "lift a restriction"))
    {
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        _restriction = Argument("RESTRICTION", new("利用停止の id（restrict または describe が表示）", "the restriction's id, as restrict and describe print it"));
        Examples = [new("azukari lift SUBJECT RESTRICTION", new("利用停止をひとつ解除する", "lift one restriction"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var subject = Ids.Subject(call.Need(_subject));
        var restriction = Ids.Restriction(call.Need(_restriction));
        return Acts.RunAsync(call, subject, new("解除", "lifted"), (trust, by) => trust.Vault.LiftAsync(subject, restriction, by, cancel), cancel);
    }
}
