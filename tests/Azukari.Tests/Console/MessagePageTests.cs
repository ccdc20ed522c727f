using System.Net;
using Azukari.Ledger;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Messages.Queue;
using Azukari.Messages.Sending;
using Azukari.Storage;
using Azukari.Testing.Canaries;
using Azukari.Tests.Messages;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>Messages as staff see them.</summary>
public sealed class MessagePageTests(ConsoleHost host) : IClassFixture<ConsoleHost>, IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ConsoleHost _with = default!;

    public ValueTask InitializeAsync()
    {
        _with = host.With(services =>
        {
            services.AddMessageTemplates(TestTemplates.All);
            services.Remove(services.Single(service => service.ImplementationType == typeof(MessageSender))); // nobody sends: each test says where its messages stand
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task A_dead_letter_is_shown_by_its_facts_and_sent_again(string language)
    {
        SubjectId person = await host.SomebodyAsync("retail", "email");
        string mail = await host.ValueAsync(person, "email");
        MessageQueued queued = await DeadAsync(person, "page" + language.Length);
        using HttpClient service = await _with.SignedInAsync(ConsoleHost.Service);

        string page = await service.GetStringAsync($"{language}/console/messages", Cancel);
        Assert.Contains("test.confirm", page, StringComparison.Ordinal);
        Assert.Contains($"/console/people/{person}", page, StringComparison.Ordinal);
        Assert.Contains(language == "" ? "相手のサーバーが受け取らない (550)" : "refused for good (550)", page, StringComparison.Ordinal);
        Assert.DoesNotContain(mail, page, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryWords.FamilyName, page, StringComparison.Ordinal);

        using HttpResponseMessage sent = await ConsoleHost.SendAsync(service, $"{language}/console/messages", $"{language}/console/messages/{queued.Id}/again", ("state", "dead"));
        Assert.Equal($"{language}/console/messages?state=dead&done=again", sent.Headers.Location?.ToString());
        Assert.Equal(MessageState.Waiting, await StateAsync(queued.Id));
        using HttpResponseMessage twice = await ConsoleHost.SendAsync(service, $"{language}/console/messages", $"{language}/console/messages/{queued.Id}/again", ("state", "dead"));
        Assert.EndsWith("done=changed", twice.Headers.Location?.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage dropped = await ConsoleHost.SendAsync(service, $"{language}/console/messages?state=waiting", $"{language}/console/messages/{queued.Id}/drop", ("state", "waiting"));
        Assert.EndsWith("state=waiting&done=dropped", dropped.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(MessageState.Dropped, await StateAsync(queued.Id));
    }

    [Fact]
    public async Task Who_audits_sees_and_does_not_decide()
    {
        MessageQueued queued = await DeadAsync(await host.SomebodyAsync("agent"), "audit");
        using HttpClient auditor = await _with.SignedInAsync(ConsoleHost.Auditor);

        string page = await auditor.GetStringAsync("/en/console/messages", Cancel);
        Assert.Contains("test.confirm", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/again", page, StringComparison.Ordinal);
        using HttpResponseMessage refused = await ConsoleHost.SendAsync(auditor, "/console", $"/console/messages/{queued.Id}/again", ("state", "dead"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(MessageState.Dead, await StateAsync(queued.Id));
    }

    [Fact]
    public async Task The_list_is_narrowed_sorted_and_saved_and_the_ledger_keeps_that_it_was()
    {
        SubjectId person = await host.SomebodyAsync("retail", "email");
        await DeadAsync(person, "saved-1");
        using HttpClient service = await _with.SignedInAsync(ConsoleHost.Service);
        Assert.Contains("aria-sort=\"descending\"", await service.GetStringAsync("/en/console/messages", Cancel), StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"ascending\"", await service.GetStringAsync("/en/console/messages?state=dead&turned=1", Cancel), StringComparison.Ordinal);
        string none = await service.GetStringAsync("/en/console/messages?state=dead&template=test.news", Cancel);
        Assert.Contains("No message fits this", none, StringComparison.Ordinal);
        Assert.Contains("href=\"/en/console/messages?state=dead\"", none, StringComparison.Ordinal);
        string some = await service.GetStringAsync("/en/console/messages?state=dead&template=test.confirm&case=application-1&sort=tries", Cancel);
        Assert.Contains($"/console/people/{person}", some, StringComparison.Ordinal);

        using HttpResponseMessage saved = await ConsoleHost.SendAsync(service, "/en/console/messages", "/en/console/messages/export", ("state", "dead"), ("template", "test.confirm"), ("format", "csv"));
        string file = await saved.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("text/csv", saved.Content.Headers.ContentType?.MediaType);
        Assert.Contains(person.ToString(), file, StringComparison.Ordinal);
        Assert.DoesNotContain(await host.ValueAsync(person, "email"), file, StringComparison.Ordinal);
        LedgerPage kept = await host.Company.Trust.Ledger.SearchAsync(new LedgerQuery { Kind = EntryKind.Exported, Reason = "message-list", NewestFirst = true, Limit = 1 }, ct: Cancel);
        LedgerEntry entry = Assert.Single(kept.Records).Entry;
        Assert.Equal((ConsoleHost.Service, file.Split("\r\n").Length - 3L), (entry.Accessor, entry.Count!.Value));
        using HttpResponseMessage sheet = await ConsoleHost.SendAsync(service, "/console/messages", "/console/messages/export", ("state", "dead"), ("format", "xlsx"));
        Assert.EndsWith("sheet", sheet.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);

        using HttpClient shipping = await _with.SignedInAsync(Personas.Shipping.Login);
        using HttpResponseMessage refused = await ConsoleHost.SendAsync(shipping, "/console", "/console/messages/export", ("state", "dead"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Every_text_is_shown_in_both_languages()
    {
        using HttpClient service = await _with.SignedInAsync(ConsoleHost.Service);

        string page = await service.GetStringAsync("/console/messages/templates", Cancel);

        foreach (string text in new[] { "メールアドレスのご確認", "Please confirm your e-mail address", "〔氏名〕 様", "Dear [Name]", "秋の新商品のご案内" }) Assert.Contains(text, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    private async Task<MessageQueued> DeadAsync(SubjectId person, string key)
    {
        MessageQueued queued = await _with.Services.GetRequiredService<Outbox>().EnqueueAsync(MessageWorld.Confirm(person, key), Cancel);
        await using AzukariDb db = await _with.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
        await db.Set<MessageRow>().Where(m => m.Id == queued.Id.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MessageState.Dead).SetProperty(m => m.Reason, "smtp-550"), Cancel);
        return queued;
    }

    private async Task<MessageState> StateAsync(MessageId id)
    {
        await using AzukariDb db = await _with.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
        return await db.Set<MessageRow>().Where(m => m.Id == id.Value).Select(m => m.State).SingleAsync(Cancel);
    }
}
