using System.Text;
using Azukari.Accounts.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.Identity;

/// <summary>Passwords: hashed slowly, and as slowly where there is none, so that the time tells nothing.</summary>
internal sealed class Passwords
{
    // PBKDF2 with HMAC-SHA-512; OWASP's figure of 2023 and later.
    private const int Rounds = 210_000;

    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly Lazy<string> _nobodys;

    public Passwords() => _nobodys = new Lazy<string>(() => Hash(Tickets.TicketOffice.NewSecret()));

    /// <summary>The hash to keep.</summary>
    public string Hash(string password) => _hasher.HashPassword(this, Same(password));

    /// <summary>Whether it is the account's password. The same work is done for no account, and for one without a password.</summary>
    /// <param name="better">A hash by today's rules, where the kept one is by older ones.</param>
    public bool Verify(Account? account, string? password, out string? better)
    {
        better = null;
        var given = Same(password ?? "");
        var verified = _hasher.VerifyHashedPassword(this, account?.PasswordHash ?? _nobodys.Value, given);
        if (account?.PasswordHash is null || password is null || verified == PasswordVerificationResult.Failed) return false;
        if (verified == PasswordVerificationResult.SuccessRehashNeeded) better = _hasher.HashPassword(this, given);
        return true;
    }

    // Typed on another keyboard it is the same password.
    private static string Same(string password) => password.IsNormalized(NormalizationForm.FormKC) ? password : password.Normalize(NormalizationForm.FormKC);
}
