using System.Collections.Frozen;
using Azukari.Console.Resources;
using Azukari.Ui.Language;

namespace Azukari.Console.Ledger;

/// <summary>Reason codes in a few words; the code itself stands behind them, since it is what can be searched for.</summary>
internal static class LedgerReasons
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "subject-out-of-scope", "recipient-not-granted", "item-beyond-purpose", "not-jointly-used", "no-ground", "no-contract", "no-consent", "restricted", "missing-fact",
        "condition-not-met", "version-not-acknowledged", "no-case", "no-such-subject", "erased", "duty-not-held", "role-not-held", "after-refusal", "identity-confirmed",
        "ledger", "export-saved", "export-broken-off", "ledger-verify", "history", "description", "subjects", "console-sign-in", "unmasked", "found", "no-purpose", "people-export", "correction",
        "documents", "audit", "obligation", "obligation:review", "obligation:audit", "obligation:training", "obligation:restore-drill", "obligation:access-review", "obligation:supervision",
        "console-sign-out", "sign-in-link",
        "access-review", "access-review-list", "obligation-list", "message-again", "message-dropped", "unknown-item", "unknown-purpose", "unknown-recipient",
        "unknown-subject-kind", "purpose-out-of-force", "individual-number-reserved", "incidental-not-registered", "incidental-not-approved", "stale-request",
        "account-created", "account-closed", "account-reopened", "account-recovery", "account-letter", "passkey-added", "passkey-removed",
        "password-changed", "two-step-on", "two-step-off", "recovery-code-used", "staff-joined", "staff-left", "staff-suspended", "staff-resumed",
        "staff-link", "member:applied", "member:active", "member:suspended", "member:reinstated", "membership", "leaving", "leaving:letter", "leaving:phone", "leaving:message", "member:withdrawn", "member:cancelled", "member:taken-in", "contract:posted", "contract:received",
        "contract:electronic", "goods:received", "member:class:retail", "member:class:vip", "member:class:agent", "member:rank:agent", "member:rank:bronze",
        "member:rank:silver", "member:rank:gold", "member:rank:platinum", "member:rank:diamond", "kind:retail", "kind:vip", "kind:agent", "kind:former-member",
        "member:sponsor", "item-confirmed", "address-link-sent", "contract:class-undone", "application:another-person",
        "request:disclosure", "request:provisions", "request:purposes", "request:correction", "request:addition", "request:suspension", "request:stop-provision", "request:deletion",
        "request-granted", "request-partly", "request-refused", "request-withdrawn", "request-identity", "request-records", "request-purposes", "request-told", "notice-acknowledged", "notices", "notice-list", "request-look", "recipients-look",
        "required-item-missing", "deletion", "deletion:untrue", "deletion:not-needed", "deletion:unlawful", "message-list", "staff-list", "emergency-list", "request-list", "application-list", "move-list", "tree-moves", "messages", "register", "replay", "console-sessions-ended",
        "mailing-proposed", "mailing-approved", "mailing-declined", "mailing-stopped", "mailing-done", "mailing-list",
        "web", "paper", "phone", "inquiry", "import", "site", "module", "self", "message",
    ]);

    public static string Say(string code, Text<ConsoleText> T)
    {
        var parts = code.Split('+').Select(part => Known.Contains(part) ? part : HeadOf(part)).Where(Known.Contains).Select(part => T[$"Reason.{part}"]).ToList();
        return parts.Count == 0 ? code : $"{string.Join(" + ", parts)} ({code})";
    }

    // A detail behind the last colon (why a request was refused) is read in the code itself.
    private static string HeadOf(string part) => part.LastIndexOf(':') is > 0 and var colon ? part[..colon] : part;
}
