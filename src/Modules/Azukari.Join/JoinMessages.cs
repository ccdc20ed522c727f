using Azukari.Join.Applications;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Join;

/// <summary>The letters of registration, read for purpose.member.1 as customer service.</summary>
internal static class JoinMessages
{
    private static readonly MessageField Case = new("case", MessageFieldKind.Code, "A-7K2M9QXB");

    /// <summary>Nothing else is sent before this is answered; so it names nobody.</summary>
    public static MessageTemplate Confirm { get; } = Letter(
        "join.confirm", [], [Case, new("link", MessageFieldKind.Link, "/join/confirm/specimen"), new("until", MessageFieldKind.Moment, "2026-10-04T09:00:00Z"), Delivery(
            new("契約に関する書面を電子的方法でお渡しすることを、承諾いただいています。よろしければ、同じページでもう一度お確かめください。", "You consented to receiving the documents of the contract electronically. Please confirm that on the same page, if you wish."),
            new("契約に関する書面は、紙でお届けします。", "The documents of the contract reach you on paper."))],
        "メールアドレスの確認をお願いします",
        """
        会員登録のお申込み(受付番号 {case})を受け付けました。
        このメールアドレスがお客様のものであることを確かめるため、次のページを開いて「確認する」を押してください。

        {link}

        {delivery}

        期限は {until} です。それまでに確認がない場合、お申込みは自動的に終了し、ご入力いただいた内容は消去します。

        お心当たりがない場合は、何もなさらずに、このメールを破棄してください。
        """,
        "Please confirm your e-mail address",
        """
        We have received an application for membership (reference {case}).
        To make sure that this address is yours, please open the following page and press “Confirm”.

        {link}

        {delivery}

        You have until {until}. If it is not confirmed by then, the application ends by itself and what was entered is erased.

        If this means nothing to you, please do nothing and delete this message.
        """);

    /// <summary>Said once the person is a member.</summary>
    public static MessageTemplate Welcome { get; } = Letter(
        "join.welcome", ["name", "member-number"],
        [
            Case, new("account", MessageFieldKind.Link, "/account/invitation/specimen"), new("papers", MessageFieldKind.Link, "/join/papers/specimen"),
            Delivery(
                new("契約に関する書面を電子的方法で受け取ることの承諾を、確認いたしました。", "We have confirmed your consent to receiving the documents of the contract electronically."),
                new("契約に関する書面は、紙でお届けします。", "The documents of the contract reach you on paper.")),
        ],
        "会員登録が完了しました",
        """
        {name} 様

        会員登録(受付番号 {case})が完了しました。
        会員番号: {member-number}

        サインインの設定(7日以内、1回だけ使えます):
        {account}

        {delivery}
        契約書面の受取りと、クーリング・オフ:
        {papers}
        """,
        "You are registered",
        """
        Dear {name},

        Your registration (reference {case}) is complete.
        Member number: {member-number}

        Set up how you sign in (within 7 days, works once):
        {account}

        {delivery}
        Receive the contract document, or withdraw within the cooling-off period:
        {papers}
        """);

    /// <summary>Said when staff declines; names nobody.</summary>
    public static MessageTemplate Declined { get; } = Letter(
        "join.declined", [],
        [
            Case, new("reason", MessageFieldKind.Word, "other", new Dictionary<string, LocalText>
            {
                ["same-person"] = new("すでに会員として登録されているため", "You are registered already."),
                ["not-reached"] = new("ご連絡がつかなかったため", "We could not reach you."),
                ["not-eligible"] = new("登録の条件に当てはまらないため", "You do not meet the conditions for registration."),
                ["withdrawn"] = new("お申込みを取り下げられたため", "You took the application back."),
                ["other"] = new("当社の判断によるもの(お問い合わせください)", "By our decision; please ask us."),
            }),
        ],
        "お申込みについて",
        """
        会員登録のお申込み(受付番号 {case})について、今回は登録をお断りすることになりました。
        理由: {reason}

        ご入力いただいた内容は、3日以内に消去します。
        """,
        "Your application",
        """
        We have declined the application for membership with the reference {case}.
        Reason: {reason}

        What was entered will be erased within three days.
        """);

    /// <summary>Confirms that a registration was undone or a membership has ended; names nobody.</summary>
    public static MessageTemplate Left { get; } = Letter(
        "join.left", [],
        [
            Case, new("at", MessageFieldKind.Moment, "2026-10-04T09:00:00Z"), new("how", MessageFieldKind.Word, "left", new Dictionary<string, LocalText>
            {
                ["undone"] = new("クーリング・オフにより、会員登録を取り消しました。費用はかかりません。", "Your registration is undone within the cooling-off period. It costs you nothing."),
                ["left"] = new("退会の手続きが終わりました。", "Your membership has ended."),
            }),
        ],
        "会員登録の終了のお知らせ",
        """
        {at} に、会員登録の終了のお申出を受け付けました(受付番号 {case})。
        {how}

        サインインはできなくなりました。お預かりした情報は、プライバシーポリシーに定めた期間が終わると消去します。

        お心当たりがない場合は、すぐにお客様窓口へご連絡ください。
        """,
        "Your membership has ended",
        """
        On {at} we received the wish to end the membership (reference {case}).
        {how}

        Nobody can sign in to the account any more. What we hold is erased when the periods in our privacy policy are over.

        If this was not you, please tell customer service at once.
        """);

    /// <summary>Confirms that a change of class was undone: the membership goes on as what it was.</summary>
    public static MessageTemplate ClassUndone { get; } = Letter(
        "join.class-undone", [],
        [
            Case, new("at", MessageFieldKind.Moment, "2026-10-04T09:00:00Z"), new("class", MessageFieldKind.Word, "retail", new Dictionary<string, LocalText>
            {
                ["retail"] = new("リテールカスタマー", "retail customer"),
                ["vip"] = new("VIPカスタマー", "VIP customer"),
                ["agent"] = new("エージェント", "agent"),
            }),
        ],
        "会員区分の変更を取り消しました",
        """
        {at} に、クーリング・オフのお申出を受け付け、会員区分の変更(受付番号 {case})を取り消しました。費用はかかりません。

        会員登録は終わっていません。これからも、{class}としてご利用いただけます。
        会員番号とサインインの方法は、これまでと同じです。

        お心当たりがない場合は、すぐにお客様窓口へご連絡ください。
        """,
        "The change of your class is undone",
        """
        On {at} we received your notice of cooling-off and undid the change of class (reference {case}). It costs you nothing.

        Your membership has not ended: it goes on as {class}.
        Your number and how you sign in are what they were.

        If this was not you, please tell customer service at once.
        """);

    /// <summary>Said to the member whose membership took over what an application gave.</summary>
    public static MessageTemplate Joined { get; } = Letter(
        "join.joined", [], [Case],
        "お申込みの内容を、今の会員登録に反映しました",
        """
        会員登録のお申込み(受付番号 {case})をいただきましたが、すでに会員として登録されています。
        お申込みの内容は、今の会員登録に反映しました。会員番号・区分・サインインの方法は変わりません。
        会員ページの「わたしの情報」で、何がいつ訂正されたかを確かめられます。

        お申込みにお心当たりがない場合は、すぐにお知らせください。
        """,
        "Your application was added to your membership",
        """
        We received an application for membership (reference {case}), but you are registered already.
        What it gave was taken over into your membership. Your number, your class and how you sign in stay as they are.
        “My information” on your pages shows what was corrected, and when.

        If you did not apply, please tell us at once.
        """);

    /// <summary>The one letter that goes to an address nobody confirmed; names nobody.</summary>
    public static MessageTemplate ConfirmAddress { get; } = Letter(
        "join.confirm-address", [], [new("link", MessageFieldKind.Link, "/join/address/specimen"), new("until", MessageFieldKind.Moment, "2026-10-04T09:00:00Z")],
        "メールアドレスの確認をお願いします",
        """
        当社の会員の連絡先として、このメールアドレスが登録されました。
        このアドレスがお客様のものであることを確かめるため、次のページを開いて「確認する」を押してください。

        {link}

        期限は {until} です。確認が済むまで、ほかのお知らせはこのアドレスにお送りしません。

        お心当たりがない場合は、何もなさらずに、このメールを破棄してください。
        """,
        "Please confirm your e-mail address",
        """
        This address was registered with us as that of one of our members.
        To make sure that it is yours, please open the following page and press “Confirm”.

        {link}

        You have until {until}. Nothing else is sent to this address before it is confirmed.

        If this means nothing to you, please do nothing and delete this message.
        """) with { AsksToConfirm = true };

    public static IReadOnlyList<MessageTemplate> All { get; } = [Confirm, Welcome, Declined, Left, ClassUndone, Joined, ConfirmAddress];

    private static MessageField Delivery(LocalText electronic, LocalText paper) =>
        new("delivery", MessageFieldKind.Word, "electronic", new Dictionary<string, LocalText> { ["electronic"] = electronic, ["paper"] = paper });

    private static MessageTemplate Letter(string id, string[] items, MessageField[] fields, string subjectJa, string ja, string subjectEn, string en) => new()
    {
        Id = id, Version = 1, Kind = MessageKind.Service, Purpose = ApplicationWords.Purpose, As = ApplicationWords.Desk, Items = [.. items.Select(item => ItemId.Parse(item))],
        Fields = [.. fields], Subject = new LocalText(subjectJa, subjectEn), Text = new LocalText(ja, en),
    };
}
