using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Staff;
using Azukari.Accounts.Storage;
using Azukari.Accounts.Tickets;
using Azukari.Company;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azukari.Accounts.Sample;

/// <summary>
/// Accounts of a sample company, made when a host first opens it and only in Development: some staff with password and authenticator key, a member of each class, and the agent with
/// the largest group, in <c>samples.json</c> of the data folder beside the API's clients, mode 0600.
/// </summary>
internal sealed class SampleAccounts(IServiceProvider services, IHostEnvironment environment) : IHostedService
{
    private const string FileName = "samples.json";
    private const int Looked = 300;

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly (string Login, string[] Roles, Duty[] Duties, string What)[] All =
    [
        ("s-service", ["staff.customer-service"], [Duty.Rights], "カスタマーサービス / customer service"),
        ("s-shipping", ["staff.shipping"], [], "出荷 / shipping"),
        ("s-finance", ["staff.finance"], [], "経理 / finance"),
        ("s-marketing", ["staff.marketing"], [], "マーケティング / marketing"),
        ("s-hr", ["staff.hr"], [], "人事 / human resources"),
        ("s-privacy", ["staff.privacy-manager"], [Duty.Rights, Duty.Policy], "個人情報保護管理者 / privacy manager"),
        ("s-audit", ["staff.auditor"], [Duty.Audit], "監査 / auditor"),
        ("s-admin", ["staff.it-administrator"], [Duty.Staff, Duty.Operations], "管理者（個人情報は見られません） / administrator, who sees no personal data"),
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() || services.GetRequiredService<CompanyStart>().Sample is not { } sample) return;
        var company = services.GetRequiredService<CompanyCore>();
        var by = new Accessor("sample");
        var staff = new JsonArray();
        foreach (var (login, roles, duties, what) in All)
        {
            if (!(await services.GetRequiredService<StaffAccounts>().AddAsync(login, roles, duties, by, cancellationToken)).Done) return; // there are accounts already
            var (password, key) = await EquipAsync(AccountKind.Staff, login, cancellationToken);
            staff.Add(new JsonObject { ["number"] = login, ["password"] = password, ["authenticator_key"] = OneTimeCodes.Spelled(key!).Replace(" ", "", StringComparison.Ordinal), ["what"] = what });
        }

        var members = new JsonArray();
        foreach (var (subject, @class) in await MembersAsync(company, sample.Tour, cancellationToken))
        {
            if (await services.GetRequiredService<MemberAccounts>().CreateAsync(subject, by, null, cancellationToken) is not AccountCreated) continue;
            var (password, _) = await EquipAsync(AccountKind.Member, subject.ToString(), cancellationToken);
            members.Add(new JsonObject
            {
                ["member_number"] = await NumberAsync(company, subject, by, cancellationToken), ["password"] = password, ["class"] = @class.ToString().ToLowerInvariant(), ["below"] = services.GetRequiredService<SponsorTree>().PlaceOf(subject)?.Below ?? 0,
                ["subject"] = subject.ToString(),
            });
        }

        var file = Path.Combine(company.Options.Folder, FileName);
        var document = File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken)) as JsonObject ?? [] : [];
        document["sign_in"] = new JsonObject { ["staff"] = "/console/sign-in", ["members"] = "/account/sign-in" };
        document["staff"] = staff;
        document["members"] = members;
        await PrivateFiles.WriteAsync(file, document.ToJsonString(Written) + "\n", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<(string Password, byte[]? Key)> EquipAsync(AccountKind kind, string name, CancellationToken cancel)
    {
        var book = services.GetRequiredService<AccountBook>();
        var account = (await book.FindAsync(kind, name, cancel))!;
        var password = TicketOffice.NewSecret()[..16];
        await book.SetPasswordAsync(account.Id, services.GetRequiredService<Passwords>().Hash(password), cancel);
        byte[]? key = null;
        if (kind == AccountKind.Staff)
        {
            key = OneTimeCodes.NewKey();
            await book.SetAuthenticatorAsync(account.Id, services.GetRequiredService<OneTimeCodes>().Close(account.Id, key), 0, cancel);
        }

        await book.ActivateAsync(account.Id, cancel);
        return (password, key);
    }

    // One of each class, among those who came first; of the class of whom the tour is about, that one. Beside them the agent with most people below.
    private async Task<IReadOnlyList<(SubjectId Subject, MemberClass Class)>> MembersAsync(CompanyCore company, SubjectId? tour, CancellationToken cancel)
    {
        List<SubjectId> some = tour is { } first ? [first] : [];
        await foreach (var subject in company.Trust.Vault.SubjectsAsync(null, cancel))
            if (some.Count < Looked) some.Add(subject);
            else break;
        var memberships = await services.GetRequiredService<MemberBook>().FindAsync(some, cancel);
        Membership[] active = [.. some.Select(subject => memberships.GetValueOrDefault(subject)).OfType<Membership>().Where(m => m.Status == MemberStatus.Active)];
        var tree = services.GetRequiredService<SponsorTree>();
        await tree.CatchUpAsync(cancel);
        var largest = active.Where(m => m.Class == MemberClass.Agent).MaxBy(m => tree.PlaceOf(m.Subject)?.Below ?? 0);
        return [.. active.DistinctBy(m => m.Class).Append(largest).OfType<Membership>().DistinctBy(m => m.Subject).OrderBy(m => m.Class).Select(m => (m.Subject, m.Class))];
    }

    // Read as any desk would; the number is as fictitious as the person.
    private static async Task<string?> NumberAsync(CompanyCore company, SubjectId subject, Accessor by, CancellationToken cancel)
    {
        var number = ItemId.Parse("member-number");
        var read = await company.Trust.Vault.ReadAsync(subject, [number], new AccessContext
        {
            Accessor = by, As = RecipientKind.Parse("staff.customer-service"), Purpose = ClauseId.Parse("purpose.member.1"), Case = "sample",
        }, cancel);
        return read is Granted<ItemValues> granted ? granted.Values.Get<MemberNumber>(number)?.Number : null;
    }
}
