using System.CommandLine;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Vault;

namespace Azukari.Cli.Rights;

/// <summary><c>azukari consent</c>: puts a person's consent on record.</summary>
internal sealed class ConsentCommand : CliCommand
{
    private readonly CliOption _purpose;
    private readonly CliOption _recipient;
    private readonly CliOption _items;
    private readonly CliArgument _subject;

    public ConsentCommand(Language language) : base(language, "consent", new("ご本人の同意を記録する", "record a person's consent"))
    {
        _purpose = Option("--purpose", "PURPOSE", new("目的または提供の根拠の条項 id", "the purpose, or the ground of a provision, by clause id"), needed: true);
        _items = Option("--items", "ITEM,…", new("同意した項目（カンマ区切り）", "the items consented to, separated by commas"), needed: true);
        _recipient = Option("--recipient", "RECIPIENT", new("相手の種別（社外のときは必須）", "the kind of recipient; needed when it is outside the company"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Examples =
        [
            new("azukari consent --purpose provision.consent --recipient third-party --items name,email SUBJECT",
                new("氏名とメールを第三者に渡してよい", "name and e-mail may go to a third party")),
        ];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var grant = new ConsentGrant(
            Ids.Clause(call.Need(_purpose), _purpose.Name), call.Get(_recipient) is { } to ? Ids.Recipient(to, _recipient.Name) : null,
            Ids.Items(call.Need(_items), _items.Name));
        var subject = Ids.Subject(call.Need(_subject));
        return Acts.RunAsync(call, subject, new("同意", "consent"), (trust, by) => trust.Vault.ConsentAsync(subject, grant, by, cancel), cancel);
    }
}

/// <summary><c>azukari withdraw</c>: from the moment it answers, nothing rests on that consent.</summary>
internal sealed class WithdrawCommand : CliCommand
{
    private readonly CliArgument _subject;
    private readonly CliArgument _consent;

    public WithdrawCommand(Language language) : base(language, "withdraw", new("同意を撤回する", "withdraw a consent"))
    {
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        _consent = Argument("CONSENT", new("同意の id（consent または describe が表示）", "the consent's id, as consent and describe print it"));
        Details = language.Text("答えが返った後に始まる判断は、この同意に基づくことはありません。", "No decision that begins after the answer rests on this consent.");
        Examples = [new("azukari withdraw SUBJECT CONSENT", new("同意をひとつ撤回する", "withdraw one consent"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var subject = Ids.Subject(call.Need(_subject));
        var consent = Ids.Consent(call.Need(_consent));
        return Acts.RunAsync(call, subject, new("撤回", "withdrawn"), (trust, by) => trust.Vault.WithdrawAsync(subject, consent, by, cancel), cancel);
    }
}

/// <summary><c>azukari acknowledge</c>: the person has seen a version of the policy, or agreed to what it widens.</summary>
internal sealed class AcknowledgeCommand : CliCommand
{
    private readonly Option<bool> _consented;
    private readonly CliArgument _subject;
    private readonly CliArgument _version;

    public AcknowledgeCommand(Language language) : base(language, "acknowledge", new("方針の版を確認した（または同意した）ことを記録する", "record that a person acknowledged a policy version, or consented to it"))
    {
        _consented = Flag("--consented", new("確認だけでなく、広がる利用に同意した", "not only acknowledged: consented to what the version widens"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        _version = Argument("VERSION", new("方針の版（例: 2026-10）", "the policy version (2026-10)"));
        Examples = [new("azukari acknowledge SUBJECT 2026-10", new("2026年10月の方針を確認した", "acknowledged the policy of October 2026"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var subject = Ids.Subject(call.Need(_subject));
        var version = Ids.Version(call.Need(_version), "VERSION");
        var consented = call.Has(_consented);
        return Acts.RunAsync(call, subject, new("確認", "acknowledged"), (trust, by) => trust.Vault.AcknowledgeAsync(subject, version, consented, by, cancel), cancel);
    }
}
