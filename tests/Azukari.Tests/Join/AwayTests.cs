using System.Net;
using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Tests.Site;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>Vault or key store away while somebody registers: the page says so and keeps what was typed; sent again, it is taken once and whole.</summary>
public sealed class AwayTests(SiteHost host) : IClassFixture<SiteHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("keys", 81)]
    [InlineData("vault", 82)]
    public async Task A_store_that_is_away_is_said_and_nothing_is_lost(string which, int mail)
    {
        var core = host.Services.GetRequiredService<CompanyCore>().Trust;
        var store = which == "keys" ? core.Parts.Keys.Store : core.Parts.Vault;
        var visitor = new JoinVisitor(host, "/join/retail");
        visitor.Typed["email"] = JoinVisitor.Mail(mail);
        await (await visitor.OpenAsync()).CheckAsync();
        Assert.Equal(HttpStatusCode.OK, visitor.Status);

        // As long as one connection lasts: what failed on it is thrown away, and the next one writes again.
        await store.WriteAsync((tx, c) => tx.ExecuteAsync("PRAGMA query_only = ON", c), Cancel);
        await visitor.AgreeAsync("agree");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Status);
        var page = visitor.Html;
        Assert.Contains("ただいま登録を受け付けられません", page, StringComparison.Ordinal);
        Assert.Contains(JoinVisitor.Mail(mail), page, StringComparison.Ordinal);
        var begun = Assert.Single(await RowsAsync(), one => one.State == ApplicationState.Begun);

        await visitor.AgreeAsync("agree");
        Assert.Equal((HttpStatusCode.SeeOther, "/join/sent?by=mail"), (visitor.Status, visitor.Location));
        Assert.Equal(ApplicationState.Unconfirmed, Assert.Single(await RowsAsync(), one => one.Code == begun.Code).State);
        var person = (await core.Vault.DescribeAsync(begun.Subject, Cancel))!;
        Assert.Contains(person.Items, item => item.Item.Value == "email");
    }

    private async Task<IReadOnlyList<Application>> RowsAsync() => (await host.Services.GetRequiredService<ApplicationBook>().ListAsync(new ApplicationQuery(), 1, 50, Cancel)).Page;
}
