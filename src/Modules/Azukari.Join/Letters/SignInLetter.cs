using System.Collections.Immutable;
using Azukari.Papers.Contracts;
using Azukari.Ui.Language;

namespace Azukari.Join.Letters;

/// <summary>The letter by which a member without e-mail sets up how they sign in: a link that works once, as a code to photograph and to be typed.</summary>
internal static class SignInLetter
{
    /// <summary>The version of its words.</summary>
    private const string Version = "sign-in-letter-2026-11";

    /// <param name="who">The company, as the policy in force names it.</param>
    /// <param name="name">Whom it is for. Read for this letter, and let go.</param>
    /// <param name="link">The whole address.</param>
    public static Paper Of(Policy.Document.Company who, string language, string name, string address, string? number, string link, DateTimeOffset until, DateOnly day)
    {
        var english = language == "en";
        string Say(string ja, string en) => english ? en : ja;
        var culture = english ? PageLanguage.English : PageLanguage.Japanese;
        var limit = until.ToOffset(TimeSpan.FromHours(9)).ToString(english ? "d MMMM yyyy" : "yyyy'年'M'月'd'日'", culture);
        var rows = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        if (number is not null) rows.Add(new(Say("会員番号", "Member number"), number));
        rows.Add(new(Say("有効期限", "Good until"), limit));
        rows.Add(new(Say("使える回数", "Works"), Say("1回だけ", "once")));
        if (who.Contact is { } contact) rows.Add(new(Say("お問い合わせ", "Questions"), string.Join("　", new[] { contact.TollFree, contact.Email }.Where(way => way is not null))));
        return new Paper
        {
            Title = Say("サインイン設定のご案内", "Setting up how you sign in"), Subtitle = Say("会員ページ", "Your pages as a member"), Language = language, Version = Version, Day = day, Issuer = who.Name.In(language),
            Blocks =
            [
                new PaperBlock.Paragraph(address),
                new PaperBlock.Heading(2, Say($"{name}　様", name)),
                new PaperBlock.Paragraph(Say(
                    "会員ページでは、ご登録の内容の確認と訂正、ご自身の情報をだれが何のために見たかの記録、退会のお手続きができます。次のどちらかで、サインインの方法（パスキーまたはパスワード）を決めてください。",
                    "On your pages you see and correct what is held of you, who looked at it and why, and you can leave at any time. Choose how you sign in (a passkey or a password) in one of these ways.")),
                new PaperBlock.Heading(2, Say("1. スマートフォンのカメラで読み取る", "1. Photograph this with a telephone")),
                new PaperBlock.Code(link),
                new PaperBlock.Heading(2, Say("2. アドレスを入力する", "2. Type the address")),
                new PaperBlock.Paragraph(link),
                new PaperBlock.KeyValues(rows.ToImmutable()),
                new PaperBlock.Box(false,
                [
                    new PaperBlock.Paragraph(Say(
                        "この手紙を持っている人は、だれでも設定ができてしまいます。ほかの人に見せず、設定が済んだら破棄してください。お心当たりのない場合や、開けられた跡がある場合は、設定をせずに当社へお知らせください。",
                        "Whoever has this letter can set it up. Show it to nobody, and destroy it when you are done. If you did not expect it, or it seems to have been opened, do not use it and tell us.")),
                ]),
            ],
        };
    }
}
