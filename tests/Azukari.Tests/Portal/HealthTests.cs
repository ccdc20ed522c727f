using System.Net;
using System.Text.RegularExpressions;
using Azukari.Testing.Canaries;
using Azukari.Vault;

namespace Azukari.Tests.Portal;

/// <summary>Special-care information of a member: taken only with its own consent, read only for consultations, gone with the consent.</summary>
public sealed class HealthTests(PortalHost host) : IClassFixture<PortalHost>
{
    private static CancellationToken Cancel => PortalHost.Cancel;

    [Theory]
    [InlineData("/en/my/health", "/en/my/health/withdraw")]
    [InlineData("/en/my/consents", "/en/my/consents/withdraw")]
    public async Task It_is_taken_with_a_consent_of_its_own_and_deleted_with_it(string page, string withdrawing)
    {
        var member = await host.MemberAsync();
        var text = "桃のアレルギー " + CanaryWords.Town;
        Assert.Contains("/my/health", await member.PageAsync("/my/information"));
        using var without = await PostAsync(member, "/en/my/health", "/en/my/health/save", ("text", text));
        Assert.Equal("/en/my/health?problem=consent", without.Headers.Location!.ToString());
        Assert.Contains("Nothing was kept.", await member.PageAsync("/en/my/health?problem=consent"));
        Assert.DoesNotContain(await ItemsAsync(member), item => item == "health");
        using var nothing = await PostAsync(member, "/en/my/health", "/en/my/health/save", ("text", " "), ("consent", "yes"));
        Assert.Equal("/en/my/health?problem=text", nothing.Headers.Location!.ToString());
        Assert.Empty((await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Consents);

        using var saved = await PostAsync(member, "/en/my/health", "/en/my/health/save", ("text", text), ("consent", "yes"));
        Assert.Equal("/en/my/health?done=saved", saved.Headers.Location!.ToString());
        Assert.Contains(CanaryWords.Town, WebUtility.HtmlDecode(await member.PageAsync("/en/my/health")));
        var look = await host.LookAsync(member.Id, "staff.customer-service", "purpose.member.6", "inquiry-7", "health");
        Assert.True(look is Granted<ItemValues>, (look as RefusedAccess<ItemValues>)?.Refusal.ToString());
        Assert.IsType<RefusedAccess<ItemValues>>(await host.LookAsync(member.Id, "staff.marketing", "purpose.member.8", "campaign-7", "health"));

        using var withdrawn = await PostAsync(member, page, withdrawing, ("what", "purpose.member.6~"));
        Assert.Equal(HttpStatusCode.Redirect, withdrawn.StatusCode);
        Assert.DoesNotContain(await ItemsAsync(member), item => item == "health");
        Assert.DoesNotContain((await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Consents, consent => consent.WithdrawnAt is null);
        Assert.DoesNotContain(CanaryWords.Town, WebUtility.HtmlDecode(await member.PageAsync("/en/my/health")));
    }

    private async Task<IEnumerable<string>> ItemsAsync(SignedMember member) => (await host.Company.Trust.Vault.DescribeAsync(member.Id, Cancel))!.Items.Select(item => item.Item.Value);

    private static async Task<HttpResponseMessage> PostAsync(SignedMember member, string page, string to, params (string Name, string Value)[] fields)
    {
        var token = Regex.Match(await member.PageAsync(page), "name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"").Groups[1].Value;
        return await member.Browser.PostAsync(to, new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]), Cancel);
    }
}
