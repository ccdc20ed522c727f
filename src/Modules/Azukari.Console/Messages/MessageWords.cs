using System.Collections.Frozen;
using Azukari.Console.Resources;
using Azukari.Messages.Contracts;
using Azukari.Ui.Components;
using Azukari.Ui.Language;

namespace Azukari.Console.Messages;

/// <summary>States and reasons of messages: in addresses, and in words.</summary>
internal static class MessageWords
{
    /// <summary>In the order of the tabs: what asks for a decision first.</summary>
    public static IReadOnlyList<MessageState> States { get; } =
        [MessageState.Dead, MessageState.Waiting, MessageState.Handing, MessageState.NotAllowed, MessageState.Sent, MessageState.Dropped];

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        ["expired", "no-template", "no-address", "unconfirmed-address", "no-text", "mailing-stopped", "not-in-audience", "store-away", "smtp-away", "smtp-tls", "smtp-sign-in", "smtp-timeout"]);

    public static string Code(MessageState state) => state switch
    {
        MessageState.Waiting => "waiting",
        MessageState.Handing => "handing",
        MessageState.Sent => "sent",
        MessageState.NotAllowed => "not-allowed",
        MessageState.Dead => "dead",
        MessageState.Dropped => "dropped",
    };

    /// <summary>What an address asks for; what could not be delivered where it asks for nothing known.</summary>
    public static MessageState Read(string? code) => States.FirstOrDefault(state => Code(state) == code, MessageState.Dead);

    public static Tone ToneOf(MessageState state) => state switch
    {
        MessageState.Waiting or MessageState.Handing => Tone.Info,
        MessageState.Sent => Tone.Good,
        MessageState.NotAllowed => Tone.Attention,
        MessageState.Dead => Tone.Bad,
        MessageState.Dropped => Tone.Neutral,
    };

    /// <summary>Why, in words; the servers' own codes and the policy's are said as such.</summary>
    public static string Reason(MessageLine message, Text<ConsoleText> T)
    {
        if (message.Reason is not { } reason) return "–";
        if (message.State == MessageState.NotAllowed) return Console.Ledger.LedgerReasons.Say(reason, T);
        if (Known.Contains(reason)) return T[$"Messages.Reason.{reason}"];
        return reason.StartsWith("smtp-4", StringComparison.Ordinal) ? T["Messages.Reason.later", reason[5..]]
            : reason.StartsWith("smtp-5", StringComparison.Ordinal) ? T["Messages.Reason.refused", reason[5..]] : reason;
    }
}
