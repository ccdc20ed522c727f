using Azukari.Accounts.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.Extensions.Logging;

namespace Azukari.Accounts.Letters;

/// <summary>Account messages as letters of the outbox: the address is read when a letter is sent, as customer service, for purpose.member.7.</summary>
internal sealed partial class AccountLetters(Outbox outbox, TimeProvider clock, ILogger<AccountLetters> logger) : IAccountMessages
{
    private const string At = "at";
    private const string Link = "link";
    private const string Account = "account";

    public static IReadOnlyList<MessageTemplate> Templates { get; } =
    [
        Template("forgotten", "パスワードの設定", "Setting a password",
            "パスワードを設定するお手続きを受け付けました。次のリンクから、30分以内に設定してください。リンクは1回だけ使えます。\n\n{link}\n\nお心当たりがなければ、何もしなくて構いません。パスワードは変わりません。",
            "You asked to set a password. Use this link within 30 minutes. It works once.\n\n{link}\n\nIf you did not ask, do nothing: your password stays as it is.", TimeSpan.FromMinutes(30)),
        Template("new-device", "新しい端末からのサインイン", "A sign-in from a new device",
            "{at} に、はじめての端末からサインインがありました。\n\nお心当たりがなければ、次のページでその端末をサインアウトさせ、パスワードを変えてください。\n\n{link}",
            "On {at} somebody signed in from a device your account was never used on.\n\nIf it was not you, sign that device out and change your password here.\n\n{link}"),
        Changed("password-changed", "パスワードが変わりました", "Your password was changed", "パスワードが設定または変更されました。", "your password was set or changed."),
        Changed("passkeys-changed", "パスキーが変わりました", "Your passkeys were changed", "パスキーが登録または削除されました。", "a passkey was added or removed."),
        Changed("two-step-changed", "二段階認証が変わりました", "Two-step sign-in was changed", "認証アプリの設定が変わりました。", "the authenticator app was switched on or off."),
        Changed("recovery-code-used", "リカバリーコードの使用", "A recovery code was used", "リカバリーコードが使われました。", "a recovery code was used."),
        Changed("recovered", "サインインの復旧", "Your sign-in is being set up anew", "ご本人の確認のうえ、サインイン方法を設定し直すリンクをお渡ししました。", "we checked who you are and gave you a link to set up your sign-in anew."),
    ];

    public async ValueTask SendAsync(AccountMessage message, SubjectId to, string? path, bool english, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        try
        {
            await outbox.EnqueueAsync(new MessageOrder
            {
                Template = "account." + Of(message), Subject = to, Case = Account, Language = english ? "en" : "ja",
                Fields = message == AccountMessage.ForgottenPassword ? new MessageFields().Link(Link, path ?? "/account") : new MessageFields().Moment(At, now).Link(Link, path ?? "/account"),
                // A link is a letter of its own; of other things that happen twice in a minute, one letter tells.
                DedupeKey = message == AccountMessage.ForgottenPassword ? path! : $"{Of(message)} {now.ToUnixTimeSeconds() / 60}",
            }, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // What the member did is done, whether or not they can be told of it.
            NotSent(logger, Of(message), fault.GetType().Name);
        }
    }

    private static string Of(AccountMessage message) => message switch
    {
        AccountMessage.ForgottenPassword => "forgotten",
        AccountMessage.NewDevice => "new-device",
        AccountMessage.PasswordChanged => "password-changed",
        AccountMessage.PasskeysChanged => "passkeys-changed",
        AccountMessage.TwoStepChanged => "two-step-changed",
        AccountMessage.RecoveryCodeUsed => "recovery-code-used",
        AccountMessage.RecoveredByStaff => "recovered",
    };

    private static MessageTemplate Changed(string id, string subjectJa, string subjectEn, string ja, string en) => Template(id, subjectJa, subjectEn,
        $"{{at}} に、{ja}\n\nお心当たりがなければ、すぐに次のページで確かめてください。\n\n{{link}}", $"On {{at}} {en}\n\nIf it was not you, look here at once.\n\n{{link}}");

    private static MessageTemplate Template(string id, string subjectJa, string subjectEn, string ja, string en, TimeSpan? life = null) => new()
    {
        Id = "account." + id, Version = 1, Kind = MessageKind.Service, Purpose = ClauseId.Parse("purpose.member.7"), As = RecipientKind.Parse("staff.customer-service"),
        Fields = ja.Contains("{at}", StringComparison.Ordinal)
            ? [new MessageField(At, MessageFieldKind.Moment, "2026-10-01T09:00:00Z"), new MessageField(Link, MessageFieldKind.Link, "/account")]
            : [new MessageField(Link, MessageFieldKind.Link, "/account/invitation/specimen")],
        Subject = new LocalText(subjectJa, subjectEn), Text = new LocalText(ja, en), Lifetime = life ?? TimeSpan.FromDays(3),
    };

    [LoggerMessage(7101, LogLevel.Error, "A letter about an account was not taken: {Template}, {Error}")]
    private static partial void NotSent(ILogger logger, string template, string error);
}
