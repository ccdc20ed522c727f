using System.Text.Json;
using Microsoft.Playwright;

namespace Azukari.Browser.Tests;

/// <summary>An authenticator the browser pretends to have.</summary>
internal sealed class Device(ICDPSession session, string id)
{
    public static async Task<Device> InAsync(IPage page)
    {
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        JsonElement? made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return new Device(session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    public async Task<int> CountAsync() =>
        (await session.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = id }))!.Value.GetProperty("credentials").GetArrayLength();

    public async Task RemoveAsync() => await session.SendAsync("WebAuthn.removeVirtualAuthenticator", new Dictionary<string, object> { ["authenticatorId"] = id });

    public async Task IsVerifiedAsync(bool verified) => await session.SendAsync("WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = id, ["isUserVerified"] = verified });
}
