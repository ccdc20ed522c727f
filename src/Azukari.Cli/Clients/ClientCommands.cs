using Azukari.Api;
using Azukari.Api.Clients;
using Azukari.Cli.Subjects;
using Azukari.Cli.Terminal;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Cli.Clients;

/// <summary>The registry of the API's clients, opened for one command by an operator with the duty <c>operations</c>.</summary>
internal static class Registry
{
    public static async Task<ExitCode> UseAsync(Invocation call, Func<CompanyCore, ClientRegistry, Accessor, Task<ExitCode>> act, CancellationToken cancel)
    {
        await using var company = await Session.OpenAsync(call, cancel);
        var by = await Operators.NeedAsync(company, call.Screen, null, cancel, Duty.Operations);
        await using var storage = await CompanyStorage.OpenAsync(company, call.Screen.Clock, services => services.AddApiClients(), cancel);
        await using var scope = storage.CreateAsyncScope();
        return await act(company, scope.ServiceProvider.GetRequiredService<ClientRegistry>(), by);
    }

    /// <summary>What was done with clients is in the ledger, by code.</summary>
    public static Task RecordAsync(CompanyCore company, Screen screen, Accessor by, string what, string id, CancellationToken cancel) =>
        company.Trust.Ledger.AppendAsync(LedgerEntry.Now(screen.Clock, EntryKind.Registered) with { Accessor = by.Code, Reason = $"{what}:{id}" }, cancel);

    public static string Id(string text)
    {
        if (text.Length <= 40 && text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')) return text;
        throw new UsageException(
            "クライアントの id は英小文字で始まり、英小文字・数字・- . だけの40文字までです。", "a client's id begins with a lower-case letter and has at most 40 lower-case letters, digits, '-' and '.'.");
    }

    /// <summary>Clause ids parted by commas; none where nothing stands there.</summary>
    public static HashSet<ClauseId> Purposes(string text, string option) => [.. Words(text).Select(purpose => Ids.Clause(purpose, option))];

    /// <summary>At least one scope.</summary>
    public static HashSet<string> Scopes(string text, string option)
    {
        var scopes = Words(text).ToHashSet(StringComparer.Ordinal);
        if (scopes.Count == 0 || !scopes.IsSubsetOf(ApiScope.All))
            throw new UsageException($"{option} に使えるもの: {string.Join(", ", ApiScope.All)}", $"{option} takes {string.Join(", ", ApiScope.All)}.");
        return scopes;
    }

    /// <exception cref="UsageException">A purpose that no version of the policy has.</exception>
    public static void Check(CompanyCore company, IEnumerable<ClauseId> purposes, string option)
    {
        if (purposes.Any(purpose => !company.Trust.Policies.Vocabulary.Find(purpose).Exists))
            throw new UsageException($"{option} に、どの版の方針にもない目的があります。", $"{option} names a purpose no version of the policy has.");
    }

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static ExitCode Unknown(Screen screen)
    {
        screen.Error("そのクライアントはありません。azukari clients list で確かめられます。", "there is no such client; azukari clients list shows them.");
        return ExitCode.NotFound;
    }

    public static void Secret(Screen screen, string id, string secret)
    {
        screen.Lines(TextTable.Pairs([("client_id", id), ("client_secret", secret)], screen.Width));
        screen.Note("秘密はいま一度だけ表示します。控えを安全な場所に保管してください。", "The secret is shown this once. Keep it in a safe place.");
    }
}

/// <summary><c>azukari clients add</c>: registers a client and prints its secret, once.</summary>
internal sealed class ClientAddCommand : CliCommand
{
    // As the ledger calls whoever is no client.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "member", "members", "self", "system", "web", "join", "sign-in", "opt-out-link", "sample", "message" };

    private readonly CliArgument _id;
    private readonly CliOption _as;
    private readonly CliOption _to;
    private readonly CliOption _purposes;
    private readonly CliOption _scopes;

    public ClientAddCommand(Language language) : base(language, "add", new("クライアントを登録し、秘密を一度だけ表示する", "register a client and show its secret, once"))
    {
        _id = Argument("CLIENT", new("クライアントの id（台帳に残る名）", "the client's id, by which the ledger knows it"));
        _as = Option("--as", "RECIPIENT", new("どの受領者として動くか（staff.shipping など）", "the kind of recipient it acts as (staff.shipping)"), needed: true);
        _to = Option("--to", "NAME", new("社外の相手の名称コード（契約に書いたもの）", "who it is outside the company, by the name code of the contract"));
        _purposes = Option("--purposes", "A,B", new("名指せる目的の条項 id（なければ、読み取りはできない）", "the purposes it may name, by clause id (none: it reads nothing)"));
        _scopes = Option("--scopes", "A,B", new($"できること: {string.Join(", ", ApiScope.All)}", $"what it may call: {string.Join(", ", ApiScope.All)}"), needed: true);
        Examples = [new("azukari clients add shipping --as staff.shipping --purposes purpose.member.2 --scopes access,search", new("出荷システムを登録する", "register the shipping system"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var id = Registry.Id(call.Need(_id));
        var recipient = Ids.Recipient(call.Need(_as), _as.Name);
        var to = call.Get(_to) is { } text ? Ids.Code(text, _to.Name) : null;
        var purposes = Registry.Purposes(call.Get(_purposes) ?? "", _purposes.Name);
        var scopes = Registry.Scopes(call.Need(_scopes), _scopes.Name);
        return Registry.UseAsync(call, async (company, registry, by) =>
        {
            var words = company.Trust.Policies.Vocabulary;
            if (!words.Find(recipient).Exists) throw new UsageException($"{_as.Name} はどの版の方針にもありません。", $"{_as.Name}: no version of the policy has such a recipient.");
            Registry.Check(company, purposes, _purposes.Name);
            if (Reserved.Contains(id)) throw new UsageException("その id は、会員やプログラム自身を表す名です。別の id にしてください。", "members or the program itself are called so in the ledger: choose another id.");
            if (company.Operators.ContainsKey(id)) throw new UsageException("その名は職員のログインです。台帳で区別できなくなるため、別の id にしてください。", "an operator's login is called so, and the ledger could not tell the two apart: choose another id.");
            if (await registry.AddAsync(new ApiClient(id, recipient, to, purposes, scopes), by.Code, cancel) is not { } secret)
                throw new UsageException("その id のクライアントはすでにあります。", "there is a client with this id already.");
            await Registry.RecordAsync(company, call.Screen, by, "client-added", id, cancel);
            Registry.Secret(call.Screen, id, secret);
            return ExitCode.Ok;
        }, cancel);
    }
}

/// <summary><c>azukari clients list</c>: every client and what it may do.</summary>
internal sealed class ClientListCommand : CliCommand
{
    public ClientListCommand(Language language) : base(language, "list", new("クライアントの一覧", "list the clients")) =>
        Examples = [new("azukari clients list", new("誰が何をできるか", "who may do what"))];

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel) => Registry.UseAsync(call, async (_, registry, _) =>
    {
        var clients = await registry.ListAsync(cancel);
        if (clients.Count == 0) call.Screen.Note("クライアントはありません。", "there is no client.");
        else
        {
            string[] head = call.Screen.Language == Language.Japanese ? ["id", "受領者", "相手", "目的", "できること", "登録"] : ["id", "as", "to", "purposes", "scopes", "added"];
            call.Screen.Lines(TextTable.Lines(head, [.. clients.Select(client => (IReadOnlyList<string>)
                [client.Id, client.Recipient, client.To ?? "-", client.Purposes.Count == 0 ? "-" : string.Join(',', client.Purposes), string.Join(',', client.Scopes), Moments.InTokyo(client.CreatedAt)])]));
        }

        return ExitCode.Ok;
    }, cancel);
}

/// <summary><c>azukari clients secret</c>: gives a client another secret and ends its tokens.</summary>
internal sealed class ClientSecretCommand : CliCommand
{
    private readonly CliArgument _id;

    public ClientSecretCommand(Language language) : base(language, "secret", new("秘密を替える（前の秘密とトークンはその場で無効）", "change a client's secret; the one before and its tokens end at once"))
    {
        _id = Argument("CLIENT", new("クライアントの id", "the client's id"));
        Examples = [new("azukari clients secret shipping", new("秘密が漏れたかもしれないとき", "when a secret may have leaked"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var id = Registry.Id(call.Need(_id));
        return Registry.UseAsync(call, async (company, registry, by) =>
        {
            if (await registry.ChangeSecretAsync(id, cancel) is not { } secret) return Registry.Unknown(call.Screen);
            await Registry.RecordAsync(company, call.Screen, by, "client-secret", id, cancel);
            Registry.Secret(call.Screen, id, secret);
            return ExitCode.Ok;
        }, cancel);
    }
}

/// <summary><c>azukari clients remove</c>: removes a client; its tokens end at once.</summary>
internal sealed class ClientRemoveCommand : CliCommand
{
    private readonly CliArgument _id;

    public ClientRemoveCommand(Language language) : base(language, "remove", new("クライアントを削除する（トークンはその場で無効）", "remove a client; its tokens end at once"))
    {
        _id = Argument("CLIENT", new("クライアントの id", "the client's id"));
        Examples = [new("azukari clients remove shipping", new("出荷システムを外す", "remove the shipping system"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var id = Registry.Id(call.Need(_id));
        return Registry.UseAsync(call, async (company, registry, by) =>
        {
            if (!await registry.RemoveAsync(id, cancel)) return Registry.Unknown(call.Screen);
            await Registry.RecordAsync(company, call.Screen, by, "client-removed", id, cancel);
            call.Screen.Line(call.Screen.Say($"{id} を削除しました。", $"{id} removed."));
            return ExitCode.Ok;
        }, cancel);
    }
}
