using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azukari.Accounts.Storage;
using Azukari.Storage;

namespace Azukari.Accounts.Identity;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds) and recovery codes. A code is taken once: Identity's own provider
/// takes one as often as it is sent within its minutes.
/// </summary>
internal sealed class OneTimeCodes(AccountBook book, StoragePlace place, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    private const int Seconds = 30;
    private const int KeyBytes = 20;
    private const int RecoveryLength = 10;

    // No letter that is taken for another.
    private const string Letters = "23456789abcdefghjkmnpqrstvwxyz";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    public byte[] Close(Guid account, byte[] key) => place.Seal.Close(key, Label(account));

    /// <summary>Takes a code of the account's app; false when it is wrong, over, or was taken before.</summary>
    public async Task<bool> TakeAsync(Account account, string? code, CancellationToken cancel) =>
        account.TotpKey is { } closed && place.Seal.Open(closed, Label(account.Id)) is { } key && StepOf(key, code) is { } step && await book.TakeStepAsync(account.Id, step, cancel);

    /// <summary>The time step of a code; null when the key does not make it now, one step ago or one ahead.</summary>
    public long? StepOf(byte[] key, string? code)
    {
        var typed = Digits(code);
        if (typed.Length != 6) return null;
        var now = clock.GetUtcNow().ToUnixTimeSeconds() / Seconds;
        long? found = null;
        for (var step = now - 1; step <= now + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(key, step)), Encoding.ASCII.GetBytes(typed))) found = step;
        return found;
    }

    public string CodeNow(byte[] key) => CodeAt(key, clock.GetUtcNow().ToUnixTimeSeconds() / Seconds);

    /// <summary>Makes a set of recovery codes in the place of the one before. They are shown once; their keyed hashes are kept.</summary>
    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(Account account, CancellationToken cancel)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(Letters, RecoveryLength)).ToList();
        await book.ReplaceCodesAsync(account.Id, [.. codes.Select(code => HashOf(account.Id, code))], cancel);
        return [.. codes.Select(code => $"{code[..5]}-{code[5..]}")];
    }

    /// <summary>Uses a recovery code up; false when there is none such, or it was used.</summary>
    public async Task<bool> UseRecoveryCodeAsync(Account account, string? code, CancellationToken cancel)
    {
        var typed = string.Concat((code ?? "").Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        return typed.Length == RecoveryLength && await book.UseCodeAsync(account.Id, HashOf(account.Id, typed), cancel);
    }

    /// <summary>The address an authenticator app reads out of the picture.</summary>
    public static string AddressOf(byte[] key, string issuer, string name) => string.Create(
        CultureInfo.InvariantCulture, $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(name)}?secret={Base32(key)}&issuer={Uri.EscapeDataString(issuer)}&digits=6&period={Seconds}");

    /// <summary>The key in groups of four, for who types it.</summary>
    public static string Spelled(byte[] key) => string.Join(' ', Base32(key).Chunk(4).Select(chunk => new string(chunk)));

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238 as every app has it; HMAC does not suffer from collisions.")]
    internal static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(key, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private byte[] HashOf(Guid account, string code) => place.Seal.Fingerprint(Encoding.ASCII.GetBytes(code), $"recovery-code {account:N}");

    private static string Digits(string? code) => string.Concat((code ?? "").Normalize(NormalizationForm.FormKC).Where(char.IsAsciiDigit));

    private static string Base32(byte[] bytes)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return text.ToString();
    }

    private static string Label(Guid account) => $"authenticator {account:N}";
}
