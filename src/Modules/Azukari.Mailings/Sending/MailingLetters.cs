using Azukari.Mailings.Book;
using Azukari.Mailings.Storage;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Policy.Document;
using Azukari.Storage;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Mailings.Sending;

/// <summary>The templates of mailings, one a purpose: each refers to a letter by its code and reads the address alone.</summary>
internal static class MailingTemplates
{
    public const string Letter = "mailing";

    public static IReadOnlyList<MessageTemplate> All { get; } =
    [
        Of(MailingKind.Seminars, "セミナー・キャンペーンのお知らせ", "News of seminars and campaigns"),
        Of(MailingKind.Products, "商品・サービスのお知らせ", "News of products and services"),
        Of(MailingKind.Events, "セミナー・イベントのご案内", "Invitations to seminars and events"),
    ];

    public static string IdOf(MailingKind kind) => "mailings." + kind.Word();

    public static MessageTemplate TemplateOf(MailingKind kind) => All.First(template => template.Id == IdOf(kind));

    /// <summary>What choosing an audience uses, for the register of processing; the policy is to permit it.</summary>
    public static IEnumerable<ViewDeclaration> Choosing { get; } = [.. Enum.GetValues<MailingKind>().Select(kind =>
        new ViewDeclaration($"mailings.{kind.Word()}.audience", kind.Purpose(), RecipientKind.Parse(MailingWords.Desk), kind.Choosing()))];

    private static MessageTemplate Of(MailingKind kind, string ja, string en) => new()
    {
        Id = IdOf(kind), Version = 1, Kind = MessageKind.Advertising, Purpose = kind.Purpose(), As = RecipientKind.Parse(MailingWords.Desk), Written = Letter,
        Fields = [new MessageField(Letter, MessageFieldKind.Code, "M-7K2M9QXB")], Subject = new LocalText(ja, en),
        Text = new LocalText("（ここに、書かれて承認されたお知らせの本文が入ります。）", "(The text that was written and approved stands here.)"),
    };
}

/// <summary>Gives each message the letter it refers to, as it was approved, asked at the moment of sending: stopped meanwhile, or the member no longer of the audience, it does not go.</summary>
internal sealed class MailingLetters(IDbContextFactory<AzukariDb> databases, MemberBook members) : IWrittenLetters
{
    public const string Stopped = "mailing-stopped", NotInAudience = "not-in-audience";

    public bool KeepsFor(string template) => MailingTemplates.All.Any(one => one.Id == template);

    public async Task<WrittenLetter?> FindAsync(string code, SubjectId to, CancellationToken cancel)
    {
        if (await RowAsync(code, cancel) is not { Digest: { } digest } row) return null;
        var draft = MailingBook.DraftOf(row);
        if (MailingWords.Digest(draft) != digest) return null; // not what was approved
        var letter = new WrittenLetter(draft.Words.Subject, draft.Words.Text) { ChosenBy = draft.Audience.ChosenBy };
        switch (MailingWords.StateOf(row.State))
        {
            case MailingState.Stopped:
                return letter with { Withheld = Stopped };
            case MailingState.Sending or MailingState.Done:
                var isIn = await members.FindAsync(to, cancel) is { Status: MemberStatus.Active } member && draft.Audience.Selection.Includes(member);
                return isIn ? letter : letter with { Withheld = NotInAudience };
            default:
                return null;
        }
    }

    public async Task<LocalText?> HeadingAsync(string code, CancellationToken cancel) =>
        await RowAsync(code, cancel) is { Digest: not null } row ? new LocalText(row.SubjectJa, row.SubjectEn) : null;

    private async Task<MailingRow?> RowAsync(string code, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<MailingRow>().AsNoTracking().SingleOrDefaultAsync(m => m.Code == code, cancel);
    }
}
