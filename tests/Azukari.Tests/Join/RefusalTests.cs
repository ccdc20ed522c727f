using System.Net;
using System.Text;
using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Tests.Faults;
using Azukari.Tests.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Join;

/// <summary>Who gives too little or does not agree is declined (clause registration.refusal), and nothing of it is kept: by what the stores hold before and after.</summary>
public sealed class RefusalTests(SiteHost host) : IClassFixture<SiteHost>
{
    private const string Planted = "zzCanaryRefused";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CompanyCore Company => host.Services.GetRequiredService<CompanyCore>();

    [Fact]
    public async Task Who_gives_too_little_or_does_not_agree_is_declined_and_nothing_is_kept()
    {
        var visitor = new JoinVisitor(host, "/join/retail") { Typed = { ["building"] = Planted, ["line"] = "", ["email"] = JoinVisitor.Mail(41), ["mobile"] = "090-0000-4141" } };
        await visitor.OpenAsync();
        var before = await HeldAsync();
        Assert.Equal(0, before["vault.subjects"]);

        await visitor.CheckAsync(); // the postal code gives the town, and the town is no place to deliver to
        Assert.Contains("番地を入力してください", visitor.Html, StringComparison.Ordinal);
        visitor.Typed["line"] = "1-2-3";
        await visitor.CheckAsync();
        var carried = visitor.Carried;
        await visitor.AgreeAsync();
        Assert.Contains("同意いただけない場合は、登録をお断りします", visitor.Html, StringComparison.Ordinal);
        await visitor.SendAsync("disagree", ("carried", visitor.Carried));
        Assert.Contains("登録をお断りする場合", visitor.Html, StringComparison.Ordinal);
        Assert.Contains("保存していません", visitor.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, visitor.Html, StringComparison.Ordinal);
        Assert.Equal(before, await HeldAsync());
        foreach (var file in Directory.GetFiles(Company.Options.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("host.lock", StringComparison.Ordinal)))
            Assert.False(ReadShared(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Planted)) >= 0, file);
        Assert.DoesNotContain(host.Trouble.Lines, line => line.Contains(Planted, StringComparison.Ordinal));

        // The same form, agreed to: now each of them has more, so that the count above would have seen it.
        await visitor.SendAsync("send", ("carried", carried), ("agree", "yes"));
        Assert.Equal(HttpStatusCode.SeeOther, visitor.Status);
        var after = await HeldAsync();
        Assert.Equal((1, 1), (after["vault.subjects"], Assert.Single(await ApplicationsAsync()).ConfirmedAt is null ? 1 : 0));
        Assert.All(new[] { "vault.items", "keys.subject_keys", "ledger", "platform.join_applications" }, store => Assert.True(after[store] > before[store], store));
    }

    // How much each table of each store holds; of the ledger its entries, sealed or not.
    private async Task<IReadOnlyDictionary<string, long>> HeldAsync()
    {
        var (core, held) = (Company.Trust, new SortedDictionary<string, long>(StringComparer.Ordinal));
        foreach (var (name, store) in new[] { ("vault", core.Parts.Vault), ("keys", core.Parts.Keys.Store), ("index", core.Parts.Index) })
            foreach (var table in await store.ReadAsync((s, c) => s.ListAsync("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'store_%' AND name NOT LIKE 'sqlite_%'", row => row.GetString(0), c), ct: Cancel))
                held[$"{name}.{table}"] = await CountAsync(store, table);
        held["ledger"] = await CountAsync(StoreTrouble.LedgerOf(core), "sealed") + await CountAsync(StoreTrouble.LedgerOf(core), "unsealed");

        await using var db = await host.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct())
        {
            var count = "SELECT COUNT(*) AS Value FROM " + table;
            held["platform." + table] = await db.Database.SqlQueryRaw<long>(count).SingleAsync(Cancel);
        }

        return held;
    }

    private static Task<long> CountAsync(Store store, string table) => store.ReadAsync((s, c) => s.ScalarAsync<long>($"SELECT COUNT(*) FROM {table}", c), ct: Cancel);

    private async Task<IReadOnlyList<Application>> ApplicationsAsync() => (await host.Services.GetRequiredService<ApplicationBook>().ListAsync(new ApplicationQuery(), 1, 50, Cancel)).Page;

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
