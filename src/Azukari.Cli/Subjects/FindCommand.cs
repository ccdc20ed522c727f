using System.CommandLine;
using Azukari.Cli.Terminal;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary><c>azukari find</c>: who has this telephone number? The value comes from standard input: an argument stands in process lists and shell histories.</summary>
internal sealed class FindCommand : CliCommand
{
    private const int Most = 200;
    private readonly Acting _acting;
    private readonly CliOption _item;
    private readonly CliOption _limit;
    private readonly Option<bool> _json;

    public FindCommand(Language language)
        : base(language, "find", new("値から人を探す（値は標準入力から）", "find people by a value, read from standard input"))
    {
        _item = Option("--item", "ITEM", new("どの項目で探すか（phone, mobile, email, name, member-number など）", "the item to look in (phone, mobile, email, name, member-number, …)"), needed: true);
        _acting = new Acting(this);
        _limit = Option("--limit", "N", new($"最大の件数（既定 20、最大 {Most}）", $"at most this many (default 20, at most {Most})"));
        _json = Flag("--json", new("JSON で表示する", "print JSON"));
        Details = language.Text(
            "検索も利用のひとつです。当たった人ごとに条項が判断し、見つからなくても台帳に残ります。氏名はふりがな・ローマ字の前方一致（2文字以上）、ほかは完全一致です。",
            "A search is an access: every hit is decided by a clause, and it is recorded also when it finds nothing. Names match by the beginning of kana or romaji (two kana or more), everything else by the whole value.");
        Examples =
        [
            new("echo 090-0000-1234 | azukari find --purpose purpose.member.6 --as staff.customer-service --item mobile --case inquiry-7",
                new("この携帯電話は誰のものか", "whose mobile number is this")),
            new("azukari find --purpose purpose.member.6 --as staff.customer-service --item name --case inquiry-7",
                new("値は尋ねられたら入力する（画面に出ません）", "type the value when asked (it is not shown)")),
        ];
    }

    public override async Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var context = _acting.Read(call);
        var item = Ids.Item(call.Need(_item), _item.Name);
        var limit = call.Number(_limit, 20, 1, Most);
        var value = call.Screen.ReadValue($"{item}");
        await using var company = await Session.OpenAsync(call, cancel);
        if (await Operators.RefuseAsync(company, context, null, call, call.Has(_json), cancel) is { } refused) return refused;
        var result = await company.Trust.Vault.SearchAsync(item, value, context, limit, cancel);
        switch (result)
        {
            case SearchFound found:
                if (call.Has(_json)) JsonPage.Write(call.Screen, json => SubjectPages.Found(json, found));
                else SubjectPages.Found(call.Screen, found);
                return found.Hits.Count == 0 ? ExitCode.NotFound : ExitCode.Ok;
            case SearchRefused { Error: { } error }:
                call.Screen.Error($"{item}: {error.Sentence(call.Screen.Culture)}", $"{item}: {error.Sentence(call.Screen.Culture)}");
                return ExitCode.Unusable;
            case SearchRefused { Refusal: { } refusal } search:
                return RefusalPage.Print(call, company, refusal, search.EntryId, call.Has(_json));
            default:
                throw new InvalidOperationException("A search neither found nor was refused.");
        }
    }
}
