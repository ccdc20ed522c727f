using System.CommandLine;
using Azukari.Cli.Terminal;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary><c>azukari access</c>: the values of a person for a purpose, or the refusal with its reason and clause.</summary>
internal sealed class AccessCommand : CliCommand
{
    private readonly Acting _acting;
    private readonly CliOption _items;
    private readonly Option<bool> _confirmed;
    private readonly Option<bool> _json;
    private readonly CliArgument _subject;

    public AccessCommand(Language language)
        : base(language, "access", new("ある人の値を、目的を示して読む", "read a person's values for a purpose"))
    {
        _items = Option("--items", "ITEM,…", new("読む項目（カンマ区切り）", "the items to read, separated by commas"), needed: true);
        _acting = new Acting(this);
        _confirmed = Flag("--identity-confirmed", new("ご本人であることを --case の請求で確認した（開示のとき。台帳に残る）", "the person's identity was confirmed in the request --case names (for a disclosure; recorded)"));
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        _subject = Argument("SUBJECT", new("人の id（32文字）", "the person's id (32 characters)"));
        Details = language.Text(
            "全部許されるか、全部拒否されるかです。値を表示する前に台帳に残ります。拒否も残り、終了コードは 3 です。",
            "All of it is permitted or all of it is refused. The ledger has the entry before a value is shown. A refusal is recorded as well, and exits with 3.");
        Examples =
        [
            new("azukari access --purpose purpose.member.2 --as staff.shipping --items name,address,mobile --case order-1042 SUBJECT",
                new("注文を届けるために、氏名・住所・携帯電話を読む", "read name, address and mobile to deliver an order")),
            new("azukari access --purpose rights.disclosure --as self --identity-confirmed --items name,mobile --case request-17 SUBJECT",
                new("本人確認のうえ、ご本人に開示する", "disclose to the person, whose identity was confirmed")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var context = _acting.Read(call) with { IdentityConfirmed = call.Has(_confirmed) };
        if (context is { IdentityConfirmed: true, Case: null })
            throw new UsageException("--identity-confirmed には、確認した請求を --case で示してください。", "--identity-confirmed needs --case: the request in which the identity was confirmed.");
        var items = Ids.Items(call.Need(_items), _items.Name);
        if (items.Count == 0) throw new UsageException("--items が空です。", "--items is empty.");
        var subject = Ids.Subject(call.Need(_subject));
        await using var company = await Session.OpenAsync(call, cancel);
        if (await Operators.RefuseAsync(company, context, subject, call, call.Has(_json), cancel) is { } refused) return refused;
        switch (await company.Trust.Vault.ReadAsync(subject, items, context, cancel))
        {
            case Granted<ItemValues> granted:
                if (call.Has(_json)) JsonPage.Write(call.Screen, json => SubjectPages.Values(json, granted, items, company, call.Screen));
                else SubjectPages.Values(call.Screen, granted, items, company);
                return ExitCode.Ok;
            case RefusedAccess<ItemValues> no:
                return RefusalPage.Print(call, company, no.Refusal, no.EntryId, call.Has(_json));
            default:
                throw new InvalidOperationException("An access was neither granted nor refused.");
        }
    }
}
