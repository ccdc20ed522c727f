using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Requests;

/// <summary>The letters about requests: that one came, and its answer. They name nobody and tell nothing of what is held.</summary>
internal static class RequestLetters
{
    private static readonly MessageField Case = new("case", MessageFieldKind.Code, "R-7K2M9QXB");

    private static readonly MessageField Right = new("right", MessageFieldKind.Word, "disclosure", new Dictionary<string, LocalText>
    {
        ["disclosure"] = new("開示のご請求", "request for disclosure"),
        ["provisions"] = new("第三者提供記録の開示のご請求", "request for the records of provision"),
        ["purposes"] = new("利用目的の通知のご請求", "request for notice of purposes"),
        ["correction"] = new("訂正のご請求", "request for correction"),
        ["addition"] = new("追加のご請求", "request for an addition"),
        ["suspension"] = new("利用停止のご請求", "request to stop a use"),
        ["stop-provision"] = new("第三者提供の停止のご請求", "request to stop provision to others"),
        ["deletion"] = new("削除・消去のご請求", "request for deletion"),
    });

    public static MessageTemplate Received { get; } = Letter(
        "requests.received", [Case, Right, new("due", MessageFieldKind.Day, "2026-10-15")],
        "ご請求を受け付けました",
        """
        {right}(受付番号 {case})を受け付けました。手数料はかかりません。
        原則として {due} までにお答えします。状況は、会員のページの「ご請求」で確かめられます。

        お心当たりがない場合は、すぐにお客様窓口へご連絡ください。
        """,
        "We have your request",
        """
        We have received your {right} (reference {case}). There is no fee.
        As a rule we answer by {due}. How it stands is shown under “Requests” on your pages.

        If this was not you, please tell customer service at once.
        """);

    public static MessageTemplate Answered { get; } = Letter(
        "requests.answered",
        [
            Case, Right,
            new("outcome", MessageFieldKind.Word, "granted", new Dictionary<string, LocalText>
            {
                ["granted"] = new("ご請求のとおりに対応しました。", "We have done what you asked."),
                ["partly"] = new("ご請求の一部に対応しました。", "We have done part of what you asked."),
                ["refused"] = new("ご請求に応じられませんでした。", "We could not do what you asked."),
            }),
            new("reason", MessageFieldKind.Word, "none", new Dictionary<string, LocalText>
            {
                ["none"] = new("対応しなかったものはありません。", "Nothing was left out."),
                ["third-party-interest"] = new("理由: ご本人または第三者の権利利益を害するおそれがあるため", "Reason: it might harm rights or interests of you or of somebody else."),
                ["business-hindrance"] = new("理由: 業務の適正な実施に著しい支障を及ぼすおそれがあるため", "Reason: it might seriously obstruct the proper conduct of our business."),
                ["law"] = new("理由: 法令により対応できないため", "Reason: a law does not allow it."),
                ["not-held"] = new("理由: 当社が保有していないため", "Reason: we hold nothing such."),
                ["not-identified"] = new("理由: ご本人であることを確認できないため", "Reason: we could not make sure that it was you who asked."),
                ["is-true"] = new("理由: 調査の結果、内容が事実であるため", "Reason: we looked into it, and what we hold is true."),
            }),
        ],
        "ご請求へのお答え",
        """
        {right}(受付番号 {case})にお答えします。

        {outcome}
        {reason}

        ご不明な点は、お客様窓口へお問い合わせください。
        """,
        "The answer to your request",
        """
        This is the answer to your {right} (reference {case}).

        {outcome}
        {reason}

        If anything is unclear, please ask customer service.
        """);

    public static IReadOnlyList<MessageTemplate> All { get; } = [Received, Answered];

    private static MessageTemplate Letter(string id, MessageField[] fields, string subjectJa, string ja, string subjectEn, string en) => new()
    {
        Id = id, Version = 1, Kind = MessageKind.Service, Purpose = ClauseId.Parse("purpose.member.1"), As = RecipientKind.Parse("staff.customer-service"), Fields = [.. fields],
        Subject = new LocalText(subjectJa, subjectEn), Text = new LocalText(ja, en), Lifetime = TimeSpan.FromDays(7),
    };
}
