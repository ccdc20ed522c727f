using Azukari.Accounts;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Letters;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.SignIn;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Sample;
using Azukari.Console;
using Azukari.Console.SignIn;
using Azukari.Console.Staff;
using Azukari.Ledger;
using Azukari.Messages;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Tests.Company;
using Azukari.Tests.Site;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Accounts;

/// <summary>A company with accounts on either engine, without a browser.</summary>
internal sealed class AccountsWorld : IAsyncDisposable
{
    public const string Password = "korinji-no-yuuyake-73";
    public static readonly Accessor Desk = new("desk");
    public static readonly Accessor Administrator = new("tester");

    private readonly TestPlace _place;
    private readonly ServiceProvider _services;
    private int _people;

    private AccountsWorld(TestPlace place, CompanyCore company, SetClock clock, ServiceProvider services) => (_place, Company, Clock, _services) = (place, company, clock, services);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public CompanyCore Company { get; }

    public SetClock Clock { get; }

    public SentMessages Messages => (SentMessages)_services.GetRequiredService<IAccountMessages>();

    public MemberAccounts Members => _services.GetRequiredService<MemberAccounts>();

    public StaffAccounts Staff => _services.GetRequiredService<StaffAccounts>();

    public StaffSessions StaffSessions => _services.GetRequiredService<StaffSessions>();

    public StaffNow Now => _services.GetRequiredService<StaffNow>();

    public Emergencies Emergencies => _services.GetRequiredService<Emergencies>();

    /// <summary>All emergencies, the newest first.</summary>
    public async Task<IReadOnlyList<EmergencyRow>> EmergenciesAsync() => (await Emergencies.ListAsync(new EmergencyQuery(), 0, 1000, Cancel)).Rows;

    public AccountBook Book => _services.GetRequiredService<AccountBook>();

    public TicketOffice Tickets => _services.GetRequiredService<TicketOffice>();

    public OneTimeCodes Codes => _services.GetRequiredService<OneTimeCodes>();

    public MemberSessions Sessions => _services.GetRequiredService<MemberSessions>();

    public SignInDesk SignIn => _services.GetRequiredService<SignInDesk>();

    public Outbox Outbox => _services.GetRequiredService<Outbox>();

    public IDbContextFactory<AzukariDb> Databases => _services.GetRequiredService<IDbContextFactory<AzukariDb>>();

    public Passwords Passwords => _services.GetRequiredService<Passwords>();

    /// <summary>A service made anew, with some of what it needs given.</summary>
    public T With<T>(params object[] given) where T : notnull => ActivatorUtilities.CreateInstance<T>(_services, given);

    public static async Task<AccountsWorld> CreateAsync(StoreEngine engine)
    {
        var (place, options, _) = await SampleCompanies.CreateAsync(engine);
        var clock = new SetClock(SiteHost.Tuesday);
        var company = await CompanyCore.OpenAsync(options, clock, Cancel);
        var services = await CompanyStorage.OpenAsync(company, clock, services =>
        {
            services.AddStaffSessions();
            services.AddAccountBooks();
            services.Configure<AccountsOptions>(o => o.AnswerAfterMilliseconds = 0);
            services.AddSingleton<IAccountMessages, SentMessages>();
            services.AddSingleton(new PasswordCost(1_000));
            services.AddSingleton<Passwords>();
            services.AddSingleton<Attempts>();
            services.AddSingleton<NameFinder>();
            services.AddSingleton<AddressTrust>();
            services.AddMessageQueue();
            services.AddChangeWarnings();
            services.AddSingleton<SignInDesk>();
            services.AddSingleton<IStaffSource, AccountsAsStaff>();
            services.AddSingleton<StaffNow>();
            services.AddSingleton<Emergencies>();
        }, Cancel);
        return new AccountsWorld(place, company, clock, services);
    }

    /// <summary>Somebody in the vault, with a mail address and a member number.</summary>
    public async Task<(SubjectId Id, string Email, string Number)> PersonAsync() => await PersonAsync(Company, ++_people);

    public static async Task<(SubjectId Id, string Email, string Number)> PersonAsync(CompanyCore company, int n, Channel channel = Channel.Web)
    {
        var (email, number) = ($"kanaria{n}@example.jp", $"M-{700 + n}");
        var specimen = SpecimenPeople.All(100).Where(p => p.Kind == "retail" && p.Channel == "web").ElementAt(n % 8);
        var values = new Dictionary<ItemId, StoredValue>(SpecimenValues.Of(specimen))
        {
            [ItemId.Parse("email")] = Stored(company, "email", email), [ItemId.Parse("member-number")] = Stored(company, "member-number", number),
        };
        var acquired = await company.Trust.Vault.AcquireAsync(
            new Acquisition { SubjectKind = SubjectKind.Parse("retail"), Channel = channel, PolicyVersion = company.Trust.Policies.InForce.Version, Values = values }, Desk, Cancel);
        return (Assert.IsType<Acquired>(acquired).SubjectId, email, number);
    }

    private static StoredValue Stored(CompanyCore company, string item, string text) =>
        company.ShapeOf(ItemId.Parse(item)).TryNormalise(text, new DateOnly(2026, 11, 24), out var stored, out _) ? stored : throw new InvalidOperationException(item);

    /// <summary>A member with an account in use and a password.</summary>
    public async Task<(Account Account, string Email, string Number, SubjectId Subject)> MemberAsync()
    {
        var (subject, email, number) = await PersonAsync();
        Assert.IsType<AccountCreated>(await Members.CreateAsync(subject, Desk, "application-1", Cancel));
        var account = (await Book.FindAsync(AccountKind.Member, subject.ToString(), Cancel))!;
        await Book.SetPasswordAsync(account.Id, Passwords.Hash(Password), Cancel);
        await Book.ActivateAsync(account.Id, Cancel);
        return ((await Book.FindAsync(account.Id, Cancel))!, email, number, subject);
    }

    /// <summary>Somebody of the staff with a password and an authenticator, whose key is given.</summary>
    public async Task<byte[]> StaffAsync(string login, string[] roles, params Azukari.Company.Settings.Duty[] duties)
    {
        Assert.True((await Staff.AddAsync(login, roles, duties, Administrator, Cancel)).Done);
        var account = (await Book.FindAsync(AccountKind.Staff, login, Cancel))!;
        await Book.SetPasswordAsync(account.Id, Passwords.Hash(Password), Cancel);
        var key = OneTimeCodes.NewKey();
        await Book.SetAuthenticatorAsync(account.Id, Codes.Close(account.Id, key), 0, Cancel);
        await Book.ActivateAsync(account.Id, Cancel);
        return key;
    }

    public async Task<List<LedgerEntry>> EntriesAsync(LedgerQuery? query = null)
    {
        var all = new List<LedgerEntry>();
        await foreach (var record in Company.Trust.Ledger.QueryAsync(query ?? new LedgerQuery(), Cancel)) all.Add(record.Entry);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Company.DisposeAsync();
        await _place.DisposeAsync();
    }
}

/// <summary>Keeps the messages of accounts, as sent.</summary>
internal sealed class SentMessages : IAccountMessages
{
    public List<(AccountMessage Message, SubjectId To, string? Path, bool English)> All { get; } = [];

    /// <summary>What somebody was told.</summary>
    public IReadOnlyList<(AccountMessage Message, SubjectId To)> Of(SubjectId subject)
    {
        lock (All) return [.. All.Where(m => m.To == subject).Select(m => (m.Message, m.To))];
    }

    /// <summary>The last link somebody was sent for a forgotten password.</summary>
    public string? LinkOf(SubjectId subject)
    {
        lock (All) return All.LastOrDefault(m => m.To == subject && m.Message == AccountMessage.ForgottenPassword).Path;
    }

    public ValueTask SendAsync(AccountMessage message, SubjectId to, string? path, bool english, CancellationToken cancel)
    {
        lock (All) All.Add((message, to, path, english));
        return ValueTask.CompletedTask;
    }
}
