using System.Diagnostics;
using System.Globalization;
using System.Net;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api.Fuzz;

/// <summary>
/// Calls made from the OpenAPI document by clients of every sort, right and wrong in every way: whatever is sent, the program stands, repeats no value, and a refused
/// write changes nothing. Every call is also answered at least once with what it is there for: a fuzz that only meets doors tests doors.
/// </summary>
public sealed class FuzzTests
{
    private const int Rounds = 50;

    [Theory, EngineData]
    public async Task Whatever_is_sent_the_program_stands_repeats_no_value_and_a_refused_write_changes_nothing(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine, ("Api:CallsPerSecond", "100000"), ("Api:CallsAtOnce", "100000"));
        var (callers, secrets) = (new Dictionary<string, HttpClient>(), new Dictionary<string, string>());
        (callers[FuzzCaller.Nobody], secrets[FuzzCaller.Nobody]) = (world.Anybody(), "no-secret");
        foreach (var caller in FuzzCaller.All.Where(caller => caller.Id != FuzzCaller.Nobody))
        {
            secrets[caller.Id] = await world.RegisterAsync(caller.Id, caller.As, caller.To, caller.Purposes, caller.Scopes);
            callers[caller.Id] = await world.CallerAsync(caller.Id, secrets[caller.Id]);
        }

        var document = (await world.Anybody().SendAsync(HttpMethod.Get, "/openapi/v1.json")).IsFine().Json;
        var operations = FuzzOperation.Of(document);
        Assert.True(operations.Count >= 24, $"{operations.Count} operations");
        var seed = (ulong)Stopwatch.GetTimestamp();
        var calls = new FuzzedCalls(document, new Dice(seed));
        var (seen, done) = (new HashSet<HttpStatusCode>(), new HashSet<(string Operation, string Caller)>());

        foreach (var operation in operations)
        {
            var living = await Living.BornAsync(world, callers);
            var state = await StateAsync(world);
            for (var round = 0; round < Rounds; round++)
            {
                // First everybody calls rightly; then anybody, one way or another.
                var isRight = round < FuzzCaller.All.Count;
                var caller = isRight ? FuzzCaller.All[round] : FuzzCaller.All[round * 7 % FuzzCaller.All.Count];
                using var request = isRight ? calls.Right(operation, caller, secrets[caller.Id], living) : calls.Wrong(operation, caller, secrets[caller.Id], living);
                var response = await callers[caller.Id].SendAsync(request, Cancel);
                var headers = response.Headers.ToString() + response.Content.Headers;
                var answer = await Answer.OfAsync(response);

                var what = $"seed {seed} round {round}: {caller.Id} {operation.Method} {request.RequestUri}: {(int)answer.Status} {answer.Text}";
                Assert.True((int)answer.Status is >= 200 and < 500, what);
                seen.Add(answer.Status);
                var before = state;
                state = await StateAsync(world);
                if ((int)answer.Status < 400)
                {
                    done.Add((operation.Id, caller.Id));
                    if (!operation.Deletes) continue;
                    // What was deleted can be deleted but once: the next call is about somebody else.
                    living = await Living.BornAsync(world, callers);
                    state = await StateAsync(world);
                    continue;
                }

                // An error of OAuth has a form of its own (RFC 6749, 5.2).
                Assert.True(answer.ContentType == "application/problem+json" || (operation.Id == "token" && answer["error"] is not null), what);
                Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, answer.Text + Uri.UnescapeDataString(headers), StringComparison.Ordinal));
                Assert.True(state == before, what + " changed something");
            }
        }

        Assert.Empty(operations.Select(operation => operation.Id).Except(done.Select(one => one.Operation)));
        Assert.Equal(FuzzCaller.All.Select(caller => caller.Id).Order(), done.Select(one => one.Caller).Distinct().Order());
        HttpStatusCode[] every =
        [
            HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.UnsupportedMediaType,
        ];
        Assert.Empty(every.Except(seen));
        // Each birth sets the test's clock on by a second in which none passes.
        Assert.DoesNotContain(world.Complaints, line => !line.Contains("clock needs a look (set-forward)", StringComparison.Ordinal));
        var stored = await StoredText.OfAsync(world);
        Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, stored, StringComparison.Ordinal));
    }

    /// <summary>Who there is and what is held of them, consents, restrictions and documents included.</summary>
    private static async Task<string> StateAsync(ApiWorld world) => string.Join('\n', await world.Company.Trust.Parts.Vault.ReadAsync((session, cancel) => session.ListAsync(
        """
        SELECT id, generation, (SELECT count(*) FROM items i WHERE i.subject = s.id), (SELECT coalesce(sum(version), 0) FROM items i WHERE i.subject = s.id),
            (SELECT count(*) FROM consents c WHERE c.subject = s.id), (SELECT count(*) FROM consents c WHERE c.subject = s.id AND c.withdrawn_at IS NULL),
            (SELECT count(*) FROM restrictions r WHERE r.subject = s.id), (SELECT count(*) FROM restrictions r WHERE r.subject = s.id AND r.lifted_at IS NULL),
            (SELECT count(*) FROM documents d WHERE d.subject = s.id)
        FROM subjects s WHERE state <> 1 ORDER BY id
        """,
        row => Convert.ToHexString(row.Bytes(0)) + " " + string.Join(' ', Enumerable.Range(1, 8).Select(column => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture))), cancel), ct: Cancel));
}
