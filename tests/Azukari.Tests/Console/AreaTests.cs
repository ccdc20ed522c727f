using System.Net;
using Azukari.Company.Settings;
using Azukari.Console.Duties;
using Azukari.Console.Shell;
using Azukari.Console.Staff;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Console;

/// <summary>What another module adds to the console stands in its frame, under its rules.</summary>
public sealed class AreaTests(ConsoleHost host) : IClassFixture<ConsoleHost>, IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ConsoleHost _with = default!;

    public ValueTask InitializeAsync()
    {
        _with = host.With(services =>
        {
            services.AddConsoleArea(
                new ConsoleArea(typeof(AreaTests).Assembly)
                {
                    Map = console => console.MapPost("/planted/send", () => Results.Text("sent")).WithMetadata(new NeedsDutyAttribute { Desks = ["staff.shipping"] }),
                },
                new ConsoleEntry(ConsoleWork.People, 90, "/console/planted", _ => "Planted", "M2 2h12v12H2z", Duty.Rights) { Desks = ["staff.shipping"] });
            services.AddSingleton<IStaffSource, Newcomers>();
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_modules_page_is_in_the_frame_for_its_desks_and_duties_only()
    {
        foreach (string login in new[] { "mihon-shipping", ConsoleHost.Service, ConsoleHost.Manager, Newcomers.Login })
        {
            using HttpClient browser = await _with.SignedInAsync(login);
            string page = await browser.GetStringAsync("/en/console/planted", Cancel);
            Assert.Contains("What was planted", page, StringComparison.Ordinal);
            Assert.Contains("<a href=\"/en/console/planted\" aria-current=\"page\">", page, StringComparison.Ordinal);
            Assert.Contains("_content/Azukari.Console/console.", page, StringComparison.Ordinal);
        }

        using HttpClient auditor = await _with.SignedInAsync(ConsoleHost.Auditor);
        using HttpResponseMessage refused = await auditor.GetAsync("/en/console/planted", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Shipping", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("/en/console/planted\"", await auditor.GetStringAsync("/en/console", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_modules_form_takes_the_token_of_a_page_in_both_languages()
    {
        using HttpClient shipping = await _with.SignedInAsync("mihon-shipping");
        foreach (string language in new[] { "", "/en" })
        {
            using HttpResponseMessage sent = await ConsoleHost.SendAsync(shipping, "/console", language + "/console/planted/send");
            Assert.Equal("sent", await sent.Content.ReadAsStringAsync(Cancel));
        }

        using HttpResponseMessage without = await shipping.PostAsync("/console/planted/send", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
    }

    [Fact]
    public async Task Who_is_on_another_list_of_staff_signs_in_until_taken_off_it()
    {
        using HttpClient newcomer = await _with.SignedInAsync(Newcomers.Login);
        Newcomers.Gone = true;
        using HttpResponseMessage gone = await newcomer.GetAsync("/console", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        Newcomers.Gone = false;
    }

    private sealed class Newcomers : IStaffSource
    {
        public const string Login = "mihon-newcomer";

        public static bool Gone { get; set; }

        public ValueTask<StaffMember?> FindAsync(string login, CancellationToken cancel) => new(login == Login && !Gone ? Who : null);

        public ValueTask<IReadOnlyList<StaffMember>> AllAsync(CancellationToken cancel) => new(Gone ? [] : [Who]);

        private static StaffMember Who { get; } = new(Login, new HashSet<string> { "staff.shipping" }, new HashSet<Duty>());
    }
}

/// <summary>A page of a module that is not the console.</summary>
[Route("/console/planted")]
[Route("/en/console/planted")]
[NeedsDuty(Duty.Rights, Desks = ["staff.shipping"])]
public sealed class PlantedPage : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<ConsoleHead>(0);
        builder.AddComponentParameter(1, nameof(ConsoleHead.Title), "What was planted");
        builder.CloseComponent();
    }
}
