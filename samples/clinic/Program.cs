using System.Globalization;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Coverage;
using Azukari.Policy.Deciding;
using Azukari.Policy.Loading;
using Azukari.Stores;
using Azukari.Values;
using Azukari.Vault;
using Azukari.Vault.Keys;

// A clinic's appointment book. Patients' data is in the vault; the book itself knows nobody but by a random id.
var policyFile = PolicyLoader.LoadFile(Path.Combine(AppContext.BaseDirectory, "policy", "2026-11.yaml"));
var clinicPolicy = policyFile.Document ?? throw new InvalidOperationException(string.Join('\n', policyFile.Errors));
var builder = WebApplication.CreateBuilder(args);
var data = Path.GetFullPath(builder.Configuration["data"] ?? "data");
var masterKeys = FileMasterKeys.Open(Path.Combine(data, "keys", "master.json"), TimeProvider.System);
var signingKey = await LedgerSigningKey.LoadOrCreateAsync(Path.Combine(data, "keys"), "clinic.example.jp/ledger");
builder.Services.AddAzukariTrust(_ => new TrustOptions
{
    Stores = new SqliteFolder(data),
    MasterKeys = masterKeys,
    SigningKey = signingKey,
    CheckpointFolder = Path.Combine(data, "checkpoints"),
    Views = new ViewRegister().Add<BookEntry>().Add<Chart>(),
}, (trust, ct) => trust.Publications.PublishAsync(clinicPolicy, Accessor.System, ct));
await using var app = builder.Build();

// Who asks is your application's to know: its sign-in, its roles. Here everybody at the desk is one of two.
AccessContext Reception() => new() { Accessor = new("desk-1"), As = BookEntry.Declaration.Recipient, Purpose = BookEntry.Declaration.Purpose };
AccessContext Doctor() => new() { Accessor = new("doctor-1"), As = Chart.Declaration.Recipient, Purpose = Chart.Declaration.Purpose };

app.MapPost("/patients", async (Booking form, TrustCore trust, CancellationToken ct) =>
{
    var (policy, values, errors) = (trust.Policies.InForce.Document, new Dictionary<ItemId, StoredValue>(), new Dictionary<string, string[]>());
    foreach (var (field, text) in form.Fields)
    {
        var item = policy.Items.FirstOrDefault(known => known.Id.Value == field);
        if (item is null) errors[field] = ["the policy knows no such item"];
        else if (Shapes.Find(item.Shape)!.TryNormalise(text, JapanTime.Today(TimeProvider.System), out var value, out var error)) values[item.Id] = value;
        else errors[field] = [error.Sentence(CultureInfo.GetCultureInfo("en"))];
    }

    if (errors.Count > 0) return Results.ValidationProblem(errors);
    ConsentGrant[] consents = form.Consent ? [new(Chart.Declaration.Purpose, null, [ItemId.Parse("symptoms")])] : [];
    var acquired = await trust.Vault.AcquireAsync(new Acquisition
    {
        SubjectKind = SubjectKind.Parse("patient"), Values = values, Channel = Channel.Web, PolicyVersion = policy.Version, Consents = consents,
    }, Reception().Accessor, ct);
    return acquired is Acquired done ? Results.Created($"/patients/{done.SubjectId}", new { id = done.SubjectId.ToString() })
        : Refused(((RefusedAcquisition)acquired).Refusal);
});
app.MapGet("/book", (TrustVault vault, CancellationToken ct) => vault.ReadManyAsync<BookEntry>(vault.SubjectsAsync(ct: ct), Reception(), ct)
    .OfType<Granted<BookEntry>>().Select(entry => new { id = entry.Subject.ToString(), entry.Values.Name?.Full, phone = entry.Values.Phone?.E164, entry.Values.Appointment?.Text }));
app.MapGet("/patients/{id}/chart", async (string id, TrustVault vault, CancellationToken ct) =>
    !SubjectId.TryParse(id, out var patient) ? Results.NotFound() : await vault.ReadAsync<Chart>(patient, Doctor(), ct) switch
    {
        Granted<Chart> { Values: var chart } granted => Results.Ok(new
            { name = chart.Name?.Full, dateOfBirth = chart.DateOfBirth?.Day, symptoms = chart.Symptoms?.Text, clauses = granted.Clauses.Select(clause => clause.Value) }),
        var refused => Refused(((RefusedAccess<Chart>)refused).Refusal),
    });
app.MapGet("/patients/{id}/history", async (string id, TrustVault vault, CancellationToken ct) =>
{
    if (!SubjectId.TryParse(id, out var patient)) return Results.NotFound();
    await vault.RecordInspectionAsync(patient, Reception().Accessor, "history", ct);
    return Results.Ok(vault.HistoryAsync(patient, ct).Select(entry => new { entry.Time, what = entry.Kind.WireName(), entry.Accessor, entry.Purpose, entry.Items }));
});
app.MapDelete("/patients/{id}", async (string id, TrustVault vault, CancellationToken ct) =>
    SubjectId.TryParse(id, out var patient) && await vault.EraseAsync(patient, Reception().Accessor, ct: ct) is { } done
        ? Results.Ok(new { done.At, steps = done.Done.Select(step => step.ToString()) }) : Results.NotFound());

await app.RunAsync();

static IResult Refused(Refusal refusal) => Results.Problem(refusal.Sentence("en"), statusCode: 403,
    extensions: new Dictionary<string, object?> { ["reason"] = refusal.Code, ["clause"] = refusal.Clause.Value });

internal sealed record Booking(Dictionary<string, string> Fields, bool Consent);

/// <summary>A line of the appointment book, read by reception.</summary>
internal sealed record BookEntry(PersonName? Name, PhoneNumber? Phone, PlainText? Appointment) : IView<BookEntry>
{
    public static ViewDeclaration Declaration { get; } = new("appointments.book", ClauseId.Parse("purpose.appointment"), RecipientKind.Parse("staff.reception"),
        [ItemId.Parse("name"), ItemId.Parse("phone"), ItemId.Parse("appointment")]);

    public static BookEntry Read(ItemValues values) => new(values.Get<PersonName>(Declaration.Items[0]), values.Get<PhoneNumber>(Declaration.Items[1]),
        values.Get<PlainText>(Declaration.Items[2]));
}

/// <summary>What the doctor sees; symptoms only with the patient's consent.</summary>
internal sealed record Chart(PersonName? Name, CalendarDate? DateOfBirth, PlainText? Symptoms) : IView<Chart>
{
    public static ViewDeclaration Declaration { get; } = new("treatment.chart", ClauseId.Parse("purpose.treatment"), RecipientKind.Parse("staff.doctor"),
        [ItemId.Parse("name"), ItemId.Parse("date-of-birth"), ItemId.Parse("symptoms")]);

    public static Chart Read(ItemValues values) => new(values.Get<PersonName>(Declaration.Items[0]), values.Get<CalendarDate>(Declaration.Items[1]),
        values.Get<PlainText>(Declaration.Items[2]));
}
