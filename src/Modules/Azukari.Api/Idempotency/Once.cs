using System.Buffers;
using System.Text;
using System.Text.Json;
using Azukari.Api.Bodies;
using Azukari.Api.Endpoints;
using Azukari.Api.Problems;
using Azukari.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Azukari.Api.Idempotency;

/// <summary>
/// Does a write once, however often its request comes: the request is noted first, with the id of what it will make; then it is done under
/// that id, which the vault takes only once; then the answer is kept. Whatever crashes in between, the same request takes up where it ended.
/// </summary>
internal sealed class Once(IDbContextFactory<AzukariDb> databases, StoragePlace place, IOptions<ApiOptions> options, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";

    public const int LongestKey = 255;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>What makes a request the same one where its query counts as well: the body, and the case it names.</summary>
    public static byte[] Sent(byte[] body, string? code) => code is null ? body : [.. body, 0, .. Encoding.UTF8.GetBytes(code)];

    /// <param name="http">The call.</param>
    /// <param name="body">Its body as it was sent.</param>
    /// <param name="act">Does it, under the id given.</param>
    public async Task<IResult> RunAsync(HttpContext http, byte[] body, Func<Guid, Task<IResult>> act)
    {
        var header = http.Request.Headers[Header];
        if (header.Count == 0) return await act(Guid.NewGuid());
        if (header.Count > 1 || header[0] is not { Length: > 0 and <= LongestKey } key)
            return ApiProblem.Invalid(Header, "idempotency-key", $"Idempotency-Key は1つ、{LongestKey}文字までです。", $"One Idempotency-Key of at most {LongestKey} characters.");
        var client = http.Client();
        var name = place.Seal.Fingerprint(Encoding.UTF8.GetBytes($"{client.Id}\n{http.Request.Method}\n{http.Request.Path}\n{key}"), "idempotency-key");
        var fingerprint = place.Seal.Fingerprint(body, "request-body");
        var (row, answer) = await BeginAsync(name, fingerprint, http.RequestAborted);
        if (row is null) return answer!;
        IResult result;
        try
        {
            result = await act(row.Act);
        }
        catch
        {
            // Nobody knows how far it came: the note stays, and whoever asks again may begin at once.
            await ReleaseAsync(row);
            throw;
        }

        return await EndAsync(row, result, http);
    }

    private async Task<(RequestRow? Row, IResult? Answer)> BeginAsync(byte[] name, byte[] fingerprint, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        await db.Set<RequestRow>().Where(r => r.Key == name && r.ExpiresAt <= now).ExecuteDeleteAsync(cancel);
        var mine = new RequestRow
        {
            Key = name, Fingerprint = fingerprint, Act = Guid.NewGuid(), Attempt = Guid.NewGuid(), LeaseUntil = Lease(now), ExpiresAt = now.AddHours(options.Value.IdempotencyHours),
        };
        var there = await db.Set<RequestRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Key == name, cancel);
        if (there is null)
        {
            db.Add(mine);
            try
            {
                await db.SaveChangesAsync(cancel);
                return (mine, null);
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear(); // another was first
                there = await db.Set<RequestRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Key == name, cancel);
            }
        }

        if (there is null) return (null, ApiProblem.Of(ProblemKind.RequestInProgress, retryAfter: 1));
        if (!there.Fingerprint.AsSpan().SequenceEqual(fingerprint)) return (null, ApiProblem.Of(ProblemKind.KeyReused));
        if (there.Status is { } status) return (null, new ReadyAnswer(status, there.Answer ?? [], there.Location));
        if (there.LeaseUntil > now) return (null, ApiProblem.Of(ProblemKind.RequestInProgress, retryAfter: 1));

        // Whoever worked on it is gone.
        var (old, attempt, lease) = (there.Attempt, Guid.NewGuid(), Lease(now));
        var taken = await db.Set<RequestRow>().Where(r => r.Key == name && r.Attempt == old && r.Status == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Attempt, attempt).SetProperty(r => r.LeaseUntil, lease), cancel);
        there.Attempt = attempt;
        return taken == 1 ? (there, null) : (null, ApiProblem.Of(ProblemKind.RequestInProgress, retryAfter: 1));
    }

    private async Task<IResult> EndAsync(RequestRow row, IResult result, HttpContext http)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var mine = db.Set<RequestRow>().Where(r => r.Key == row.Key && r.Attempt == row.Attempt);
        if (Keep(result, http) is not { } kept)
        {
            // Nothing was done: the request may be mended and sent again under its key.
            await mine.ExecuteDeleteAsync(CancellationToken.None);
            return result;
        }

        await mine.ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, kept.Status).SetProperty(r => r.Answer, kept.Json).SetProperty(r => r.Location, kept.Location), CancellationToken.None);
        return kept;
    }

    private async Task ReleaseAsync(RequestRow row)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var now = clock.GetUtcNow();
        await db.Set<RequestRow>().Where(r => r.Key == row.Key && r.Attempt == row.Attempt).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, now), CancellationToken.None);
    }

    private static ReadyAnswer? Keep(IResult result, HttpContext http)
    {
        if (result is ReadyAnswer ready) return ready;
        if (result is not ApiProblem { Entry: not null } problem) return null;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, JsonText.Plain)) problem.WriteTo(json, RequestLanguage.Of(http));
        return new ReadyAnswer(problem.Kind.Status, bytes.WrittenSpan.ToArray());
    }

    private DateTimeOffset Lease(DateTimeOffset now) => now.AddSeconds(options.Value.TimeoutSeconds) + Grace;
}
