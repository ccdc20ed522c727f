using System.Net;
using Azukari.Tests.Console;

namespace Azukari.Tests.Accounts;

/// <summary>Operators of the settings have an account of their own as soon as they open its pages, be it several at once.</summary>
public sealed class OperatorAccountTests(ConsoleHost host) : IClassFixture<ConsoleHost>
{
    [Fact]
    public async Task Pages_opened_at_the_same_moment_for_the_first_time_make_one_account()
    {
        foreach (string login in (string[])[ConsoleHost.Auditor, ConsoleHost.Service])
        {
            using HttpClient browser = await host.SignedInAsync(login);
            HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => browser.GetAsync("/console/account", TestContext.Current.CancellationToken)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            foreach (HttpResponseMessage answer in answers) answer.Dispose();
        }
    }
}
