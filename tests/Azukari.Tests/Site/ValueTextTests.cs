using Azukari.Ui.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azukari.Tests.Site;

/// <summary>Where a line may not break.</summary>
public sealed class ValueTextTests
{
    [Theory]
    [InlineData("東京都渋谷区神宮前1-2-3 見本ハイツ601", "東京都渋谷区神宮前[1-2-3] 見本ハイツ601")]
    [InlineData("090-0000-1234", "[090-0000-1234]")]
    [InlineData("前回 mihon-service、audit-2026-03", "前回 [mihon-service]、[audit-2026-03]")]
    [InlineData("Changes from 2021-04 to 2026-12", "Changes from [2021-04] to [2026-12]")]
    [InlineData("Stop advertising by e-mail", "Stop advertising by [e-mail]")]
    [InlineData("申込み A-0000CA1A", "申込み [A-0000CA1A]")]
    [InlineData("a-b-c.d@example.jp", "a-b-c.d@example.jp")] // long: it breaks where it must
    [InlineData("01a206e5-e348-72dd-ab54-5387c5be5428-1", "01a206e5-e348-72dd-ab54-5387c5be5428-1")]
    [InlineData("<b>1-2-3</b>", "&lt;b&gt;[1-2-3]&lt;/b&gt;")]
    [InlineData("", "")]
    public async Task Amid_a_house_number_a_telephone_number_or_a_code_it_does_not(string text, string expected)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        string html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ValueText>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ValueText.Value)] = text }))).ToHtmlString());

        string marked = html.Replace("<span class=\"az-whole\">", "[", StringComparison.Ordinal).Replace("</span>", "]", StringComparison.Ordinal);
        Assert.Equal(expected, System.Net.WebUtility.HtmlDecode(marked).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
    }
}
