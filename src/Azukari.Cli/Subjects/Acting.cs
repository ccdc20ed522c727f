using Azukari.Cli.Terminal;
using Azukari.Vault;

namespace Azukari.Cli.Subjects;

/// <summary>The options of an act that a clause decides: the purpose, the role, the case and, for what leaves the company, ground and receiver.</summary>
internal sealed class Acting(CliCommand command, bool needed = true)
{
    private readonly CliOption _purpose = command.Option("--purpose", "PURPOSE", new("目的の条項 id（例: purpose.member.2）", "the purpose, by its clause id (purpose.member.2)"), needed);
    private readonly CliOption _as = command.Option("--as", "ROLE", new("どの役割として（設定で自分に許されたもの）", "the role to act as, one of those the settings give you"), needed);
    private readonly CliOption _case = command.Option("--case", "CASE", new("案件の番号（注文・問い合わせ・請求など。目的が求めるとき必須）", "the order, inquiry or request it is for, where the purpose asks for one"));
    private readonly CliOption _ground = command.Option("--ground", "GROUND", new("社外に出す根拠の条項 id", "the clause that is the ground, for what leaves the company"));
    private readonly CliOption _to = command.Option("--to", "NAME", new("社外の相手の名称コード（契約に書いたもの）", "who receives it outside, by the name code of the contract"));
    private readonly CliOption _reason = command.Option("--reason", "CODE", new("台帳に残す理由コード", "a reason code to record"));

    /// <summary>Whether a purpose was named at all, where the options are not needed.</summary>
    public bool IsGiven(Invocation call) => call.Get(_purpose) is not null || call.Get(_as) is not null;

    /// <summary>What was asked for, its ids checked for their form.</summary>
    public AccessContext Read(Invocation call) => new()
    {
        Accessor = Operators.Accessor(call.Screen),
        As = Ids.Recipient(call.Need(_as), _as.Name),
        Purpose = Ids.Clause(call.Need(_purpose), _purpose.Name),
        Case = Code(call, _case),
        Ground = call.Get(_ground) is { } ground ? Ids.Clause(ground, _ground.Name) : null,
        To = Code(call, _to),
        Reason = Code(call, _reason),
    };

    private static string? Code(Invocation call, CliOption option) => call.Get(option) is { } text ? Ids.Code(text, option.Name) : null;
}
