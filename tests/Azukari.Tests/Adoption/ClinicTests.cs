using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Azukari.Tests.Adoption;

/// <summary>The sample of another trade, as its readers run it: a process of its own, spoken to over HTTP.</summary>
public sealed class ClinicTests
{
    /// <summary>Built with this project, in the same configuration.</summary>
    private static readonly string Clinic = Path.Combine(
        Architecture.Repository.Root, "samples", "clinic", "bin", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "..", ".."), AppContext.BaseDirectory), "Clinic.dll");

    [Fact]
    public async Task A_patient_is_booked_read_by_those_who_may_and_erased()
    {
        await using var clinic = await ClinicProcess.StartAsync(Clinic);

        var id = await BookAsync(clinic, ("name", "見本 太郎"), ("phone", "０９０－００００－１２３４"), ("appointment", "2026-12-01 10:30"), ("symptoms", "せき"), ("date-of-birth", "S50.3.4"));
        var book = (await clinic.Http.GetFromJsonAsync<JsonArray>("/book", Cancel))!;
        var chart = (await clinic.Http.GetFromJsonAsync<JsonObject>($"/patients/{id}/chart", Cancel))!;
        var history = (await clinic.Http.GetFromJsonAsync<JsonArray>($"/patients/{id}/history", Cancel))!;

        Assert.Equal("+819000001234", book.Single()!["phone"]!.ToString());
        Assert.Equal("1975-03-04", chart["dateOfBirth"]!.ToString());
        Assert.Equal("purpose.treatment", chart["clauses"]!.AsArray().Single()!.ToString());
        Assert.Equal(["inspected", "used", "used", "acquired"], history.Select(entry => entry!["what"]!.ToString()));

        (await clinic.Http.DeleteAsync(new Uri($"/patients/{id}", UriKind.Relative), Cancel)).EnsureSuccessStatusCode();
        await RefusedAsync(await clinic.Http.GetAsync(new Uri($"/patients/{id}/chart", UriKind.Relative), Cancel), "erased", "principle");
        Assert.Empty((await clinic.Http.GetFromJsonAsync<JsonArray>("/book", Cancel))!);
    }

    [Fact]
    public async Task What_the_policy_does_not_allow_is_refused_with_its_clause_and_bad_input_by_field()
    {
        await using var clinic = await ClinicProcess.StartAsync(Clinic);

        var quiet = await BookAsync(clinic, consent: false, ("name", "見本 次郎"), ("phone", "090-0000-1111"), ("appointment", "2026-12-01 11:00"));
        await RefusedAsync(await clinic.BookAsync(consent: false, ("name", "見本 三郎"), ("phone", "090-0000-2222"), ("appointment", "2026-12-02"), ("symptoms", "せき")),
            "special-care-without-consent", "collection");
        await RefusedAsync(await clinic.BookAsync(consent: false, ("name", "見本 三郎")), "required-item-missing", "collection");
        await RefusedAsync(await clinic.Http.GetAsync(new Uri($"/patients/{quiet}/chart", UriKind.Relative), Cancel), "no-consent", "purpose.treatment");

        var wrong = await clinic.BookAsync(consent: false, ("name", "見本 三郎"), ("phone", "090"), ("shoe-size", "26"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var errors = (await wrong.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["errors"]!.AsObject();
        Assert.Equal(["phone", "shoe-size"], errors.Select(error => error.Key).Order());
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.Http.GetAsync(new Uri("/patients/nobody/chart", UriKind.Relative), Cancel)).StatusCode);
        Assert.Single((await clinic.Http.GetFromJsonAsync<JsonArray>("/book", Cancel))!);
    }

    [Fact]
    public void The_adoption_takes_under_a_hundred_lines()
    {
        var lines = File.ReadAllLines(Path.Combine(Architecture.Repository.Root, "samples", "clinic", "Program.cs"));
        Assert.InRange(lines.Length, 20, 99);
        Assert.DoesNotContain(lines, line => line.Length > 200);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<string> BookAsync(ClinicProcess clinic, params (string Item, string Text)[] fields) => BookAsync(clinic, consent: true, fields);

    private static async Task<string> BookAsync(ClinicProcess clinic, bool consent, params (string Item, string Text)[] fields)
    {
        var response = await clinic.BookAsync(consent, fields);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync(Cancel));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["id"]!.ToString();
    }

    private static async Task RefusedAsync(HttpResponseMessage response, string reason, string clause)
    {
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal((reason, clause), (problem["reason"]!.ToString(), problem["clause"]!.ToString()));
    }
}
