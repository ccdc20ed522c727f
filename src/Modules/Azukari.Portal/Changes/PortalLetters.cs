using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Portal.Changes;

/// <summary>The letters of the portal.</summary>
internal static class PortalLetters
{
    public const string NewAddress = "portal.new-address", AddressAsked = "portal.address-change", AddressRemoved = "portal.address-removed";

    public const string Code = "code", At = "at", Link = "link";

    public static IReadOnlyList<MessageTemplate> Templates { get; } =
    [
        Template(NewAddress, new LocalText("メールアドレスの確認コード", "Your code for the new e-mail address"), new LocalText(
            "メールアドレスの変更のお申し込みがありました。30分以内に、次のコードを画面に入力してください。\n\n{code}\n\nお心当たりがなければ、このメールを捨ててください。このアドレスは登録されません。",
            "Somebody asked us to use this e-mail address. Type this code into the page within 30 minutes:\n\n{code}\n\nIf it was not you, throw this away: the address is not registered."),
            new MessageField(Code, MessageFieldKind.Code, "ABCDE-FGHJK")),
        Template(AddressAsked, new LocalText("メールアドレスの変更のお申し込み", "A change of your e-mail address was asked for"), new LocalText(
            "{at} に、登録されているメールアドレスを変更するお申し込みがありました。新しいアドレスで確認が済むと、変更されます。\n\nお心当たりがなければ、次のページで、ほかの端末をサインアウトさせ、パスワードを変えてください。\n\n{link}",
            "On {at} somebody signed in as you asked to change the e-mail address we hold. It changes once the new address is confirmed.\n\nIf it was not you, sign other devices out and change your password here.\n\n{link}"),
            new MessageField(At, MessageFieldKind.Moment, "2026-10-01T09:00:00Z"), new MessageField(Link, MessageFieldKind.Link, "/account")),
        Template(AddressRemoved, new LocalText("メールアドレスの削除", "Your e-mail address is being removed"), new LocalText(
            "{at} に、登録されているメールアドレスを削除するお手続きがありました。\n\nお心当たりがなければ、次のページで、ほかの端末をサインアウトさせ、パスワードを変えてください。\n\n{link}",
            "On {at} somebody signed in as you removed the e-mail address we hold.\n\nIf it was not you, sign other devices out and change your password here.\n\n{link}"),
            new MessageField(At, MessageFieldKind.Moment, "2026-10-01T09:00:00Z"), new MessageField(Link, MessageFieldKind.Link, "/account")),
    ];

    private static MessageTemplate Template(string id, LocalText subject, LocalText text, params MessageField[] fields) => new()
    {
        Id = id, Version = 1, Kind = MessageKind.Service, Purpose = ClauseId.Parse("purpose.member.1"), As = RecipientKind.Parse("staff.customer-service"),
        Fields = [.. fields], Subject = subject, Text = text,
    };
}
