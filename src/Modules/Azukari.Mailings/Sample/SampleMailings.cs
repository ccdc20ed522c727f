using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Mailings.Book;
using Azukari.Members;
using Azukari.Members.Contracts;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Azukari.Mailings.Sample;

/// <summary>
/// Mailings of a sample company: some members agreed to news; one mailing was approved, and goes (into files) when a host first runs; another is being written. By the same acts as anybody.
/// </summary>
internal sealed class SampleMailings : ISampleContributor
{
    private const int MostConsents = 48;

    public async Task ContributeAsync(SampleScene scene, CancellationToken cancel)
    {
        var agreed = await ConsentAsync(scene, cancel);
        if (agreed == 0) return;
        await using var services = await CompanyStorage.OpenAsync(scene.Company, scene.Clock, more =>
        {
            more.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production });
            more.AddMessageQueue();
            more.AddMemberServices();
            more.AddMailingBook();
        }, cancel);
        var book = services.GetRequiredService<MailingBook>();
        var code = await WriteAsync(book, scene, new MailingDraft(
            MailingKind.Events,
            new MailingText(
                new LocalText("見本のお知らせ: 冬の体験会", "Specimen: an open day this winter"),
                new LocalText(
                    "これは見本のお知らせです。実在する催しではありません。\n\n12月13日(日)14:00から、見本会館で体験会を開きます。参加費は無料です。\nお申込みは、会員のページからお願いします。",
                    "This is a specimen. There is no such event.\n\nOn Sunday 13 December at 14:00 we hold an open day at the Specimen Hall. It is free.\nPlease book on your pages.")),
            MailingAudience.Everybody, null), cancel);
        await book.ProposeAsync(code, 1, scene.By, cancel);
        await book.DecideAsync(code, 2, null, scene.Second, cancel);
        await WriteAsync(book, scene, new MailingDraft(
            MailingKind.Seminars,
            new MailingText(
                new LocalText("見本のお知らせ: 新春セミナー", "Specimen: a seminar in the new year"),
                new LocalText("これは見本の下書きです。\n\n新春のセミナーのご案内です。日時は追ってお知らせします。", "")),
            new MailingAudience([MemberClass.Agent], MemberRank.Silver), null), cancel);
    }

    private static async Task<string> WriteAsync(MailingBook book, SampleScene scene, MailingDraft draft, CancellationToken cancel) =>
        await book.WriteAsync(draft, scene.By, cancel) ?? throw new InvalidOperationException("The sample's mailing may not be written.");

    // Of those who came by the web, every other agrees to news of events, some of them to news of seminars as well.
    private static async Task<int> ConsentAsync(SampleScene scene, CancellationToken cancel)
    {
        var agreed = 0;
        foreach (var person in scene.People.Where(person => person.Channel == Channel.Web && MemberWords.TryParse(person.Kind.Value, out MemberClass _)).Where((_, i) => i % 2 == 0))
        {
            if (agreed == MostConsents) break;
            if (await scene.Company.Trust.Vault.DescribeAsync(person.Subject, cancel) is not { } known || !ConfirmedAddress.Has(known)) continue;
            string[] purposes = agreed % 3 == 0 ? ["purpose.member.9", "purpose.member.4"] : ["purpose.member.9"];
            foreach (var purpose in purposes) await scene.Company.Trust.Vault.ConsentAsync(person.Subject, new ConsentGrant(ClauseId.Parse(purpose), null, [MessageTemplate.Address]), new Accessor("web"), cancel);
            agreed++;
        }

        return agreed;
    }
}
