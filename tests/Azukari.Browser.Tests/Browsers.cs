using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Azukari.Browser.Tests.Browsers))]

namespace Azukari.Browser.Tests;

/// <summary>One Chromium and one running site for the whole assembly. A machine without Chromium fails, it does not skip.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningSite? _site;

    /// <summary>The site under test.</summary>
    public string Address => _site!.Address;

    /// <summary>The program's services, to arrange what is looked at.</summary>
    public IServiceProvider Services => _site!.Services;

    /// <summary>An entry of its ledger: a refusal, sealed.</summary>
    public string Entry { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string path = Environment.GetEnvironmentVariable("AZUKARI_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(path)) throw new InvalidOperationException($"These tests need Chromium at {path}: apt-get install chromium, or name it in AZUKARI_CHROMIUM.");
        // A company with its policies and no people: the public pages read nobody.
        string data = TestRun.NewFolder("browser");
        await SampleCompany.CreateAsync(CompanyOptions.From(data, null, _ => null), SamplePolicies.Find(), "tester", TimeProvider.System, people: 0, TestContext.Current.CancellationToken);
        _site = new RunningSite(data);
        await FillLedgerAsync(_site.Services.GetRequiredService<CompanyCore>().Trust.Ledger);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    // More than a page of entries, of the kinds that have charts, by somebody with a long name, for a purpose with a long name.
    private async Task FillLedgerAsync(LedgerBook ledger)
    {
        EntryKind[] kinds = [EntryKind.Used, EntryKind.Used, EntryKind.Provided, EntryKind.Refused];
        for (int i = 0; i < 60; i++)
        {
            EntryKind kind = kinds[i % kinds.Length];
            LedgerEntry entry = LedgerEntry.Now(TimeProvider.System, kind) with
            {
                Subject = Pseudonym.New(), Accessor = "mihon-customer-service", As = "staff.customer-service", Purpose = "purpose.member.9",
                Items = ["name", "address", "mobile", "email"], Clauses = ["purpose.member.9"], PolicyVersion = "2026-10", Case = $"inquiry-{i}",
                Reason = kind == EntryKind.Refused ? "no-consent" : null, Recipient = kind == EntryKind.Provided ? "mihon-carrier" : null,
            };
            await ledger.AppendAsync(entry, TestContext.Current.CancellationToken);
            if (kind == EntryKind.Refused) Entry = entry.Id.ToString();
        }

        await ledger.SealAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A visitor with a screen, a preference and a page of her own.</summary>
    public async Task<Visit> VisitAsync(int width = 1280, bool dark = false, bool script = true)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
            BaseURL = Address,
        });
        return new Visit(context, await context.NewPageAsync(), new Uri(Address).Authority);
    }

    /// <summary>Somebody of the staff with every duty, signed in as people do: by the link and its button.</summary>
    public async Task<Visit> StaffAsync(int width = 1280, bool dark = false, bool script = true)
    {
        Visit visit = await VisitAsync(width, dark, script);
        string code = await _site!.Services.GetRequiredService<StaffSessions>().NewLinkAsync("tester", TestContext.Current.CancellationToken);
        await visit.OpenAsync($"/console/sign-in?code={code}");
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await visit.Page.WaitForURLAsync("**/console");
        return visit;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_site is not null) await _site.DisposeAsync();
    }
}
