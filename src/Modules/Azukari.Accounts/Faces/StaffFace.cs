using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Sessions;
using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Console.SignIn;
using Azukari.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Azukari.Accounts.Faces;

/// <summary>Staff, in the console. Operators of the settings have an account there as soon as they set up a second factor.</summary>
internal sealed class StaffFace(AccountBook book, StaffSessions sessions, CompanyCore company) : Face(book)
{
    private readonly AccountBook _book = book;

    public override AccountKind Kind => AccountKind.Staff;

    public override string Root => "/console/account";

    public override string SignIn => "/console/sign-in";

    public override string Invitation => "/console/invitation";

    public override string Home => "/console";

    public override string LabelOf(Account account) => account.Name;

    public override async Task<Account?> AccountAsync(HttpContext http, CancellationToken cancel)
    {
        if (StaffScheme.LoginOf(http.User) is not { } login) return null;
        if (await _book.FindAsync(AccountKind.Staff, login, cancel) is { } account) return account;
        if (!company.Operators.ContainsKey(login)) return null;
        // What the operator may do stays in the settings: the account has no role and no duty of its own.
        Guid made;
        try
        {
            made = (await _book.AddAsync(AccountKind.Staff, login, "", "", login, cancel)).Id;
        }
        catch (DbUpdateException) when (!cancel.IsCancellationRequested)
        {
            if (await _book.FindAsync(AccountKind.Staff, login, cancel) is not { } first) throw;
            made = first.Id; // another page of theirs, opened at the same moment, was the first
        }

        await _book.ActivateAsync(made, cancel);
        return await _book.FindAsync(made, cancel);
    }

    public override async Task OpenAsync(HttpContext http, Account account, string method, bool proved, CancellationToken cancel)
    {
        await sessions.EndTokenAsync(StaffCookie.TokenOf(http), cancel);
        if (company.Trust.HasPolicy) await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(account.Name), "console-sign-in", cancel);
        StaffCookie.Give(http, await sessions.OpenForAsync(account.Name, method, Devices.Of(http), cancel));
    }

    public override async Task ProveAsync(HttpContext http, CancellationToken cancel)
    {
        if (await sessions.ProveAsync(StaffCookie.TokenOf(http), cancel) is { } token) StaffCookie.Give(http, token);
    }

    public override async Task SignOutAsync(HttpContext http, CancellationToken cancel) => await sessions.EndTokenAsync(StaffCookie.TokenOf(http), cancel);

    public override async Task<IReadOnlyList<ListedSession>> SessionsAsync(Account account, CancellationToken cancel) =>
        [.. (await sessions.ListAsync(account.Name, cancel)).Select(s => new ListedSession(s.Id, s.Device ?? "other-other", s.Method ?? "link", s.CreatedAt, s.SeenAt))];

    public override Guid? SessionOf(HttpContext http) => StaffScheme.SessionOf(http.User);

    public override async Task EndAsync(Account account, Guid session, CancellationToken cancel)
    {
        if (await sessions.EndOneAsync(account.Name, session, cancel) && company.Trust.HasPolicy)
            await company.Trust.Vault.RecordInspectionAsync(null, new Accessor(account.Name), "console-sign-out", cancel);
    }

    public override async Task EndOthersAsync(HttpContext http, Account account, CancellationToken cancel)
    {
        foreach (var session in await sessions.ListAsync(account.Name, cancel))
            if (session.Id != SessionOf(http)) await sessions.EndOneAsync(account.Name, session.Id, cancel);
    }

    // Staff are told in the console's own pages: their addresses are nobody's here.
    public override Task TellAsync(HttpContext http, Account account, AccountMessage message, CancellationToken cancel) => Task.CompletedTask;

    public override Accessor Owner(Account account) => new(account.Name);

    public override string Back(string? path) => path is not null && StaffLinks.IsPage(path) ? path : Here(Home);
}
