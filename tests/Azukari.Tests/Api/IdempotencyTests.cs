using System.Net;
using Azukari.Api.Idempotency;
using Azukari.Storage;
using Azukari.Stores;
using Azukari.Testing;
using Azukari.Testing.Canaries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

public sealed class IdempotencyTests
{
    [Theory, EngineData]
    public async Task The_same_request_under_its_key_is_done_once_and_answered_the_same(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var shipping = await world.ShippingAsync();
        var body = JourneyTests.Newcomer(1);

        var first = (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsFine(HttpStatusCode.Created);
        var again = (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsFine(HttpStatusCode.Created);

        Assert.Equal((first.Text, first.Headers.Location), (again.Text, again.Headers.Location));
        (await shipping.PostAsync("/api/v1/subjects", JourneyTests.Newcomer(2), "key-1")).IsProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.NotEqual(first["id"], (await shipping.PostAsync("/api/v1/subjects", body, "key-2")).IsFine(HttpStatusCode.Created)["id"]);
        Assert.Equal(2, await PeopleAsync(world));
    }

    [Theory, EngineData]
    public async Task Of_many_at_once_under_one_key_one_person_comes_and_the_others_wait_or_get_the_same(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var shipping = await world.ShippingAsync();
        var body = JourneyTests.Newcomer(1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shipping.PostAsync("/api/v1/subjects", body, "key-1")));

        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "request-in-progress"));
        Assert.Single(answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer["id"]).Distinct());
        Assert.Equal(1, await PeopleAsync(world));
    }

    [Theory]
    [EngineData("keys-created")]
    [EngineData("data-written")]
    public async Task After_a_crash_amid_the_work_the_same_request_takes_it_up_and_nobody_comes_twice(StoreEngine engine, string step)
    {
        await using var world = await OpenAsync(engine);
        var shipping = await world.ShippingAsync();
        var body = JourneyTests.Newcomer(1);
        var crashed = false;
        world.Company.Trust.Parts.AtStep = at => at == step && !crashed ? throw new InvalidOperationException((crashed = true).ToString()) : Task.CompletedTask;
        (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsProblem(HttpStatusCode.InternalServerError, "internal");

        var id = (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsFine(HttpStatusCode.Created)["id"]!;

        Assert.True(crashed);
        Assert.Equal(1, await PeopleAsync(world));
        (await shipping.PostAsync($"/api/v1/subjects/{id}/accesses", new { purpose = Shipping, items = new[] { "name" }, @case = "order-1" })).IsFine();
    }

    [Theory, EngineData]
    public async Task Who_was_killed_before_the_answer_was_kept_holds_the_key_only_for_a_while(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var shipping = await world.ShippingAsync();
        var body = JourneyTests.Newcomer(1);
        var id = (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsFine(HttpStatusCode.Created)["id"];
        await using (var db = await world.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel))
            await db.Set<RequestRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, (int?)null).SetProperty(row => row.Answer, (byte[]?)null), Cancel);

        (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsProblem(HttpStatusCode.Conflict, "request-in-progress");
        world.Clock.Now += TimeSpan.FromMinutes(2);

        Assert.Equal(id, (await shipping.PostAsync("/api/v1/subjects", body, "key-1")).IsFine(HttpStatusCode.Created)["id"]);
        Assert.Equal(1, await PeopleAsync(world));
    }

    [Theory, EngineData]
    public async Task A_mistaken_request_may_be_mended_under_its_key_and_a_refusal_is_answered_again(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var shipping = await world.ShippingAsync();
        (await shipping.PostAsync("/api/v1/subjects", new { kind = "nobody", items = Items(1), acquisition = new { channel = "web", policyVersion = "2026-10" } }, "key-1")).IsProblem(HttpStatusCode.BadRequest, "invalid");
        (await shipping.PostAsync("/api/v1/subjects", JourneyTests.Newcomer(1), "key-1")).IsFine(HttpStatusCode.Created);

        var bare = new { kind = "agent", items = new Dictionary<string, string> { ["mobile"] = "090-0000-0009" }, acquisition = new { channel = "web", policyVersion = "2026-10" } };
        var refused = (await shipping.PostAsync("/api/v1/subjects", bare, "key-2")).IsProblem(HttpStatusCode.Forbidden, "refused");
        Assert.Equal(refused["entry"], (await shipping.PostAsync("/api/v1/subjects", bare, "key-2")).IsProblem(HttpStatusCode.Forbidden, "refused")["entry"]);
        Assert.Equal(["Idempotency-Key idempotency-key"], (await shipping.PostAsync("/api/v1/subjects", JourneyTests.Newcomer(3), new string('k', 256))).IsProblem(HttpStatusCode.BadRequest, "invalid").Errors);
    }

    [Theory, EngineData]
    public async Task What_is_kept_tells_nothing_of_the_person_and_goes_after_a_day(StoreEngine engine)
    {
        await using var world = await OpenAsync(engine);
        var shipping = await world.ShippingAsync();
        (await shipping.PostAsync("/api/v1/subjects", JourneyTests.Newcomer(1), CanaryWords.MailLocalPart)).IsFine(HttpStatusCode.Created);

        var stored = await StoredText.OfAsync(world);
        Assert.All(CanaryWords.All, word => Assert.DoesNotContain(word, stored, StringComparison.Ordinal));
        world.Clock.Now += TimeSpan.FromHours(25);
        await ActivatorUtilities.CreateInstance<Tidying>(world.Services).TidyAsync(Cancel);

        await using var db = await world.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel);
        Assert.Equal(0, await db.Set<RequestRow>().CountAsync(Cancel));
        Assert.Equal(0, await db.Set<OpenIddictEntityFrameworkCoreToken>().CountAsync(Cancel));
    }

    private static async Task<int> PeopleAsync(ApiWorld world)
    {
        var people = 0;
        await foreach (var _ in world.Company.Trust.Vault.SubjectsAsync(null, Cancel)) people++;
        return people;
    }
}
