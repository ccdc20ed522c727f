using System.Text;
using Azukari.Accounts.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.Identity;

/// <summary>What a password's hash costs to make.</summary>
/// <param name="Rounds">How many rounds of PBKDF2 with HMAC-SHA-512.</param>
internal sealed record PasswordCost(int Rounds)
{
    /// <summary>OWASP's figure of 2023 and later. No setting changes it.</summary>
    public static PasswordCost Usual { get; } = new(210_000);
}

/// <summary>Passwords: hashed slowly, and as slowly where there is none, so that the time tells nothing.</summary>
internal sealed class Passwords
{
    private readonly PasswordHasher<object> _hasher;
    private readonly Lazy<string> _nobodys;

    /// <param name="cost">The usual cost where none is given.</param>
    public Passwords(PasswordCost? cost = null)
    {
        _hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = (cost ?? PasswordCost.Usual).Rounds }));
        _nobodys = new Lazy<string>(() => Hash(Tickets.TicketOffice.NewSecret()));
    }

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
