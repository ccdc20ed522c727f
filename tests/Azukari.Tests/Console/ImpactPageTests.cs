using System.Security.Cryptography;
using System.Text;
using Azukari.Company.Sample;
using Azukari.Console.Policies.Publishing;
using Azukari.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Azukari.Tests.Console;

/// <summary>What publishing would mean, where counting it takes longer than anybody waits, and where there is more than one replay takes.</summary>
public sealed class ImpactPageTests
{
    private const int Many = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counting_goes_on_while_the_page_says_how_far_it_is_and_nothing_is_published_before_its_end()
    {
        await using ConsoleHost host = await FilledAsync(Many, new ImpactPace(TimeSpan.Zero, TimeSpan.FromMinutes(5), 1_000_000));
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        string address = await UploadAsync(browser);
        long before = await ReplaysAsync(host);

        using HttpResponseMessage first = await browser.GetAsync(address, Cancel);
        string counting = await first.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("3", first.Headers.GetValues("Refresh").Single());
        Assert.Contains("id=\"count-progress\"", counting, StringComparison.Ordinal);
        Assert.Contains("You may leave this page", counting, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"confirm\"", counting, StringComparison.Ordinal);
        Assert.Contains("id=\"findings\"", counting, StringComparison.Ordinal); // what is known at once stands there at once
        Assert.Equal(before + 1, await ReplaysAsync(host));

        string page = await CountedAsync(browser, address);
        Assert.Contains($"Of {Many:N0} uses", page, StringComparison.Ordinal);
        Assert.Contains("id=\"confirm\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("More entries than one replay takes", page, StringComparison.Ordinal);
        // Shown again it is not counted again, and recorded once; but when it is old, both.
        await browser.GetStringAsync(address, Cancel);
        Assert.Equal(before + 1, await ReplaysAsync(host));
        host.Clock.Now += TimeSpan.FromMinutes(6);
        using HttpResponseMessage later = await browser.GetAsync(address, Cancel);
        Assert.True(later.Headers.Contains("Refresh"));
        Assert.Equal(before + 2, await ReplaysAsync(host));
        await CountedAsync(browser, address);
        Assert.DoesNotContain(host.Trouble.Lines, line => line.Contains("could not be counted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_else_who_is_shown_the_same_counts_is_recorded_too()
    {
        await using ConsoleHost host = await FilledAsync(10, ImpactPace.Usual);
        using HttpClient manager = await host.SignedInAsync(ConsoleHost.Manager);
        string address = await UploadAsync(manager);
        await CountedAsync(manager, address);
        using HttpClient other = await host.SignedInAsync(Personas.Privacy.Login);

        string page = await other.GetStringAsync(address, Cancel);

        Assert.Contains("id=\"replay\"", page, StringComparison.Ordinal);
        Assert.Equal(1, await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Reason = "replay", Accessor = Personas.Privacy.Login }, Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task Where_there_is_more_than_one_replay_takes_the_page_says_what_was_replayed()
    {
        await using ConsoleHost host = await FilledAsync(100, new ImpactPace(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), 30));
        using HttpClient browser = await host.SignedInAsync(ConsoleHost.Manager);
        string address = await UploadAsync(browser);

        string en = await browser.GetStringAsync(address, Cancel), ja = await browser.GetStringAsync(address.Replace("/en/", "/", StringComparison.Ordinal), Cancel);

        Assert.Contains("The newest 30 entries of the last 30 days were replayed, back to ", en, StringComparison.Ordinal);
        Assert.Contains("earlier ones were not replayed", en, StringComparison.Ordinal);
        Assert.Contains("新しい30件", ja, StringComparison.Ordinal);
        Assert.DoesNotContain("uses of the last 30 days?", en, StringComparison.Ordinal);
    }

    private static async Task<ConsoleHost> FilledAsync(int uses, ImpactPace pace)
    {
        var host = new ConsoleHost().With(services => services.Replace(ServiceDescriptor.Singleton(pace)));
        await host.InitializeAsync();
        // What the sample did lies more than a month back.
        host.Clock.Now += TimeSpan.FromDays(60);
        foreach (LedgerEntry[] some in Enumerable.Range(0, uses).Chunk(1000).Select(chunk => chunk.Select(_ => Entry(host)).ToArray()))
            await host.Company.Trust.Ledger.AppendAsync(some, Cancel);
        await host.Company.Trust.Ledger.SealAsync(Cancel);
        host.Clock.Now += TimeSpan.FromSeconds(1);
        return host;
    }

    private static LedgerEntry Entry(ConsoleHost host) => LedgerEntry.Now(host.Clock, EntryKind.Used) with
    {
        Subject = Pseudonym.New(), Accessor = "op.filled", As = "staff.shipping", Purpose = "purpose.member.2", Items = ["address", "name"], PolicyVersion = "2026-10",
    };

    private static async Task<string> CountedAsync(HttpClient browser, string address)
    {
        for (var i = 0; ; i++)
        {
            string page = await browser.GetStringAsync(address, Cancel);
            if (page.Contains("id=\"replay\"", StringComparison.Ordinal)) return page;
            Assert.True(i < 200, page);
            await Task.Delay(100, Cancel);
        }
    }

    private static async Task<long> ReplaysAsync(ConsoleHost host) => await host.Company.Trust.Ledger.QueryAsync(new LedgerQuery { Reason = "replay" }, Cancel).CountAsync(Cancel);

    private static async Task<string> UploadAsync(HttpClient browser)
    {
        string file = SamplePolicies.Find()[^1], source = await File.ReadAllTextAsync(file, Cancel);
        int notice = source.IndexOf("\nnotice:", StringComparison.Ordinal);
        source = source[..notice] + "\n";
        int at = source.IndexOf("previous:", StringComparison.Ordinal), end = source.IndexOf('\n', at);
        source = source.Replace(source[at..end], $"previous: {{ version: \"2026-10\", sha256: {Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, Cancel)))} }}", StringComparison.Ordinal)
            .Replace("version: \"2026-10\"\neffective: 2026-10-01", "version: \"2026-12\"\neffective: 2026-12-01", StringComparison.Ordinal)
            .Replace("[parcel, member-number, email, orders] }", "[parcel, member-number] }", StringComparison.Ordinal);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await ConsoleHost.TokenAsync(browser, "/en/console/policy/publish")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(source)), "file", "policy.yaml" },
        };
        using HttpResponseMessage answer = await browser.PostAsync("/en/console/policy/publish/upload", form, Cancel);
        return answer.Headers.Location!.ToString();
    }
}
