using Azukari.Api.Clients;
using Azukari.Cli.Terminal;
using Azukari.Policy;

namespace Azukari.Cli.Clients;

/// <summary><c>azukari clients change</c>: gives a client other purposes or scopes, and another secret; what it may no longer do ends at once.</summary>
internal sealed class ClientChangeCommand : CliCommand
{
    /// <summary>Instead of purposes: none.</summary>
    private const string None = "none";

    private readonly CliArgument _id;
    private readonly CliOption _purposes;
    private readonly CliOption _scopes;
    private readonly System.CommandLine.Option<bool> _secret;

    public ClientChangeCommand(Language language) : base(language, "change", new("目的・スコープ・秘密を変える（失った権限はその場で無効）", "change a client's purposes, scopes or secret; what it may no longer do ends at once"))
    {
        _id = Argument("CLIENT", new("クライアントの id", "the client's id"));
        _purposes = Option("--purposes", "A,B", new($"これからの目的のすべて（なくすなら {None}）", $"all the purposes from now on ({None} takes them away)"));
        _scopes = Option("--scopes", "A,B", new($"これからできることのすべて: {string.Join(", ", ApiScope.All)}", $"all it may call from now on: {string.Join(", ", ApiScope.All)}"));
        _secret = Flag("--secret", new("秘密も替える（前の秘密は無効）", "another secret too; the one before ends"));
        Examples = [new("azukari clients change shipping --scopes access,search,notices", new("通知も受け取れるようにする", "let it fetch notices too"))];
    }

    public override Task<ExitCode> RunAsync(Invocation call, CancellationToken cancel)
    {
        var id = Registry.Id(call.Need(_id));
        var purposes = call.Get(_purposes) is { } named ? named == None ? [] : Registry.Purposes(named, _purposes.Name) : null;
        var scopes = call.Get(_scopes) is { } callable ? Registry.Scopes(callable, _scopes.Name) : null;
        if (purposes is null && scopes is null && !call.Has(_secret))
            throw new UsageException("--purposes、--scopes、--secret のどれかを指定してください。", "give --purposes, --scopes or --secret.");
        return Registry.UseAsync(call, async (company, registry, by) =>
        {
            Registry.Check(company, purposes ?? (IEnumerable<ClauseId>)[], _purposes.Name);
            if (await registry.ChangeAsync(id, purposes, scopes, call.Has(_secret), cancel) is not { } changed) return Registry.Unknown(call.Screen);
            foreach (var (isChanged, what) in new[] { (changed.Purposes, "client-purposes"), (changed.Scopes, "client-scopes"), (changed.Secret is not null, "client-secret") })
                if (isChanged) await Registry.RecordAsync(company, call.Screen, by, what, id, cancel);
            call.Screen.Line(changed is { Purposes: false, Scopes: false, Secret: null }
                ? call.Screen.Say($"{id} はすでにそのとおりです。", $"{id} is so already.") : call.Screen.Say($"{id} を変えました。", $"{id} changed."));
            if (changed.Secret is { } secret) Registry.Secret(call.Screen, id, secret);
            return ExitCode.Ok;
        }, cancel);
    }
}
