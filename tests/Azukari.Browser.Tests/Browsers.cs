using Azukari.Company;
using Azukari.Company.Sample;
using Azukari.Console.SignIn;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Testing;
using Azukari.Values;
using Azukari.Vault;
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

    /// <summary>Somebody the console shows: one of a few agents whose names begin alike.</summary>
    public string Person { get; private set; } = "";

    /// <summary>A document of theirs.</summary>
    public string Document { get; private set; } = "";

    /// <summary>An entry of its ledger: a refusal, sealed.</summary>
    public string Entry { get; private set; } = "";

    /// <summary>The entry of the newest version's publication.</summary>
    public string Published { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // The one without windows does the same work for two thirds of the processor time.
        string[] paths = Environment.GetEnvironmentVariable("AZUKARI_CHROMIUM") is { Length: > 0 } given ? [given] : ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
        string path = paths.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"These tests need Chromium at {string.Join(" or ", paths)}: apt-get install chromium-headless-shell, or name it in AZUKARI_CHROMIUM.");
        // A company with its policies and a few people, for the console: the public pages read nobody.
        string data = TestRun.NewFolder("browser");
        await SampleCompany.CreateAsync(CompanyOptions.From(data, null, _ => null), SamplePolicies.Find(), "tester", TimeProvider.System, people: 0, TestContext.Current.CancellationToken);
        _site = new RunningSite(data);
        await FillPeopleAsync(_site.Services.GetRequiredService<CompanyCore>());
        await FillLedgerAsync(_site.Services.GetRequiredService<CompanyCore>().Trust.Ledger);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    // A list of eight who are found by a name nobody else has, so that it can be narrowed; the first has a document.
    private async Task FillPeopleAsync(CompanyCore company)
    {
        Accessor by = new("tester");
        PolicyVersion shown = company.Trust.Policies.InForce.Version;
        foreach (SpecimenPerson specimen in SpecimenPeople.All(60).Where(p => p.Kind == "agent" && p.Channel == "web").Take(8).Reverse())
        {
            var values = new Dictionary<ItemId, StoredValue>(SpecimenValues.Of(specimen)) { [ItemId.Parse("kana")] = PersonKana() };
            Acquired acquired = (Acquired)await company.Trust.Vault.AcquireAsync(
                new Acquisition { SubjectKind = SubjectKind.Parse("agent"), Channel = Channel.Web, PolicyVersion = shown, Values = values }, by, TestContext.Current.CancellationToken);
            Person = acquired.SubjectId.ToString();
        }

        Assert.True(SubjectId.TryParse(Person, out SubjectId first));
        await using var note = new MemoryStream("見本の相談です。"u8.ToArray());
        AddDocumentResult added = await company.Trust.Vault.Documents.AddAsync(first, new NewDocument
        {
            Item = ItemId.Parse("consultation"), Type = DocumentType.Text, FileName = "相談メモ-とても長い名前のファイル-2026年11月.txt", Channel = Channel.Phone, PolicyVersion = shown, Case = "inquiry-1",
        }, note, by, TestContext.Current.CancellationToken);
        Document = ((DocumentKept)added).Document.Id.ToString();
        StoredValue PersonKana() => company.ShapeOf(ItemId.Parse("kana")).TryNormalise("ミホンザカ ハナコ", new DateOnly(2026, 11, 24), out StoredValue kana, out _) ? kana : throw new InvalidOperationException("No kana.");
    }

    // More than a page of entries, of the kinds that have charts, by somebody with a long name, for a purpose with a long name.
    private async Task FillLedgerAsync(LedgerBook ledger)
    {
        Published = (await ledger.QueryAsync(new LedgerQuery { Kind = EntryKind.Published }, TestContext.Current.CancellationToken).LastAsync(TestContext.Current.CancellationToken)).Entry.Id.ToString();
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

    /// <summary>Somebody of the staff with every duty, signed in: as <see cref="StaffByLinkAsync"/>, but for the pages seen on the way.</summary>
    public async Task<Visit> StaffAsync(int width = 1280, bool dark = false, bool script = true)
    {
        Visit visit = await VisitAsync(width, dark, script);
        string token = await Services.GetRequiredService<StaffSessions>().OpenForAsync("tester", "link", null, TestContext.Current.CancellationToken);
        await visit.CookieAsync(StaffScheme.PlainCookie, token, Address);
        return visit;
    }

    /// <summary>The same, signed in as people do: by the link and its button.</summary>
    public async Task<Visit> StaffByLinkAsync(int width = 1280, bool script = true)
    {
        Visit visit = await VisitAsync(width, script: script);
        string code = await Services.GetRequiredService<StaffSessions>().NewLinkAsync("tester", TestContext.Current.CancellationToken);
        await visit.OpenAsync($"/console/sign-in?code={code}");
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await visit.Page.ReachAsync("**/console");
        return visit;
    }

    /// <summary>The same, with a purpose in force: as <see cref="ChoosingAsync"/>, but for the pages seen on the way.</summary>
    public async Task<Visit> LookingAsync(int width = 1280, bool dark = false)
    {
        Visit visit = await StaffAsync(width, dark);
        Assert.EndsWith("/console/people", await visit.SendAsync("/console/purpose", "/console/purpose/choose", ("purpose", "staff.customer-service~purpose.member.6"), ("case", "inquiry-77")), StringComparison.Ordinal);
        return visit;
    }

    /// <summary>The same, the purpose chosen as people do.</summary>
    public async Task<Visit> ChoosingAsync(int width = 1280, bool script = true)
    {
        Visit visit = await StaffAsync(width, script: script);
        await visit.OpenAsync("/console/purpose");
        await visit.Page.Locator("input[value='staff.customer-service~purpose.member.6']").CheckAsync();
        await visit.Page.Locator("#case").FillAsync("inquiry-77");
        await visit.Page.Locator(".con-choose button[type=submit]").ClickAsync();
        await visit.Page.ReachAsync("**/console/people");
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
