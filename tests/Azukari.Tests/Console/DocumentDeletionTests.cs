using System.Net;
using System.Text;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Tests.Console;

/// <summary>A single document deleted at the console: after a second press, for a reason and a request; what the books need stays, and the attempt is in the ledger.</summary>
public sealed class DocumentDeletionTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrustVault Vault => host.Company.Trust.Vault;

    [Fact]
    public async Task A_document_goes_for_a_reason_and_a_request_and_a_record_of_dealings_only_where_it_is_wrong()
    {
        SubjectId agent = await host.SomebodyAsync("agent");
        HeldDocument first = await AddAsync(agent, "相談メモ.txt"), second = await AddAsync(agent, "別の人のメモ.txt");
        using HttpClient service = await host.SignedInAsync(ConsoleHost.Service);
        await ConsoleHost.ChooseAsync(service, Personas.Service.Purpose!, "inquiry-501");
        string page = $"/en/console/people/{agent}/documents/{second.Id}/delete";
        foreach (string from in new[] { $"/en/console/people/{agent}", $"/en/console/people/{agent}/rights" }) Assert.Contains($"href=\"{page}\"", await service.GetStringAsync(from, Cancel), StringComparison.Ordinal);
        Assert.Contains("別の人のメモ.txt", WebUtility.HtmlDecode(await service.GetStringAsync(page, Cancel)), StringComparison.Ordinal);

        string unclear = await AnswerAsync(service, page, ("why", ""), ("case", "なんとなく"));
        Assert.Contains("href=\"#why\"", unclear, StringComparison.Ordinal);
        Assert.Contains("value=\"なんとなく\"", unclear, StringComparison.Ordinal);
        string kept = await AnswerAsync(service, page, ("why", "not-needed"), ("case", "17"));
        Assert.Contains("This document is not deleted", kept, StringComparison.Ordinal);
        Assert.Contains("value=\"request-17\"", kept, StringComparison.Ordinal);
        Assert.True(await Vault.HistoryAsync(agent, Cancel).AnyAsync(e => e.Kind == EntryKind.Refused && e.Reason == "required-item-missing" && e.Accessor == ConsoleHost.Service, Cancel));
        Assert.Contains("This document is not deleted", await AnswerAsync(service, page, ("why", "not-needed"), ("case", "17"), ("confirm", "yes")), StringComparison.Ordinal);
        Assert.Contains("Nothing brings it back. Go on?", await AnswerAsync(service, page, ("why", "untrue"), ("case", "17")), StringComparison.Ordinal);
        Assert.Equal(2, (await Vault.Documents.ListAsync(agent, Cancel))!.Count);

        using HttpResponseMessage done = await ConsoleHost.SendAsync(service, "/console", page, ("_handler", "delete"), ("why", "untrue"), ("case", "17"), ("confirm", "yes"));
        Assert.EndsWith($"/en/console/people/{agent}?deleted=1", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(first.Id, Assert.Single((await Vault.Documents.ListAsync(agent, Cancel))!).Id);
        LedgerEntry entry = await Vault.HistoryAsync(agent, Cancel).FirstAsync(e => e.Kind == EntryKind.Erased, Cancel);
        Assert.Equal(("request-17", ConsoleHost.Service, "deletion:untrue", "consultation"), (entry.Case, entry.Accessor, entry.Reason, Assert.Single(entry.Items)));
        using HttpResponseMessage gone = await service.GetAsync(page, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        using HttpClient shipping = await host.SignedInAsync(Personas.Shipping.Login);
        using HttpResponseMessage other = await shipping.GetAsync($"/console/people/{agent}/documents/{first.Id}/delete", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    private async Task<HeldDocument> AddAsync(SubjectId subject, string name)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes("みほんの相談"));
        return Assert.IsType<DocumentKept>(await Vault.Documents.AddAsync(subject, new NewDocument
        {
            Item = ItemId.Parse("consultation"), Type = DocumentType.Text, FileName = name, Channel = Channel.Phone, PolicyVersion = PolicyVersion.Parse("2026-10"), Case = "inquiry-501",
        }, content, new Accessor("test"), Cancel)).Document;
    }

    private static async Task<string> AnswerAsync(HttpClient browser, string page, params (string, string)[] fields)
    {
        using HttpResponseMessage answer = await ConsoleHost.SendAsync(browser, "/console", page, [("_handler", "delete"), .. fields]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
    }
}
