using System.Net;
using Azukari.Stores;
using static Azukari.Tests.Api.ApiWorld;

namespace Azukari.Tests.Api;

/// <summary>What strangers may ask of the token endpoint.</summary>
public sealed class TokenDoorTests
{
    [Fact]
    public async Task Secrets_can_be_guessed_only_so_often_whatever_the_address_is_written_like()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite, ("Api:TokensPerMinute", "3"));
        await world.RegisterAsync("shipping", "staff.shipping", null, [Shipping], ["access"]);
        var stranger = world.Anybody();

        for (var guess = 0; guess < 3; guess++) Assert.Equal("invalid_client", (await TokenAsync(stranger, "shipping", $"guess-{guess}"))["error"]);

        var answer = (await TokenAsync(stranger, "shipping", "guess-4")).IsProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.NotNull(answer.Headers.RetryAfter);
        foreach (var path in new[] { "/connect/token/", "/CONNECT/Token" })
        {
            using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "shipping"), new("client_secret", "guess")]);
            (await Answer.OfAsync(await stranger.PostAsync(path, form, Cancel))).IsProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        }
    }

    [Fact]
    public async Task A_request_for_a_token_is_small()
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", new string('x', 20_000))]);

        (await Answer.OfAsync(await world.Anybody().PostAsync("/connect/token", form, Cancel))).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=%00")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=client_id")]
    public async Task A_form_that_cannot_be_read_is_the_callers_fault(string type, string form)
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        using var content = new StringContent(form);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await Answer.OfAsync(await world.Anybody().PostAsync("/connect/token", content, Cancel));

        Assert.Equal((HttpStatusCode.BadRequest, "application/json", "invalid_request"), (answer.Status, answer.ContentType, answer["error"]));
        Assert.Empty(world.Complaints);
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks")]
    public async Task Nothing_is_announced_that_is_made_of_the_host_a_stranger_names(string path)
    {
        await using var world = await OpenAsync(StoreEngine.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "elsewhere.example";

        var answer = await Answer.OfAsync(await world.Anybody().SendAsync(request, Cancel));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.DoesNotContain("elsewhere.example", answer.Text, StringComparison.Ordinal);
    }
}
