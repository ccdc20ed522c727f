using System.Globalization;
using System.Text;
using Azukari.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Api;

/// <summary>Everything the platform's database holds, as text: for looking for what must not be there.</summary>
internal static class StoredText
{
    public static async Task<string> OfAsync(ApiWorld world)
    {
        await using var db = await world.Services.GetRequiredService<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(ApiWorld.Cancel);
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(ApiWorld.Cancel);
        var all = new StringBuilder();
        foreach (var table in db.Model.GetEntityTypes().Select(type => (type.GetSchema() is { } schema ? schema + "." : "") + type.GetTableName()).Distinct())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT * FROM " + table;
            await using var reader = await command.ExecuteReaderAsync(ApiWorld.Cancel);
            while (await reader.ReadAsync(ApiWorld.Cancel))
            {
                for (var i = 0; i < reader.FieldCount; i++)
                    all.Append(reader.GetValue(i) is byte[] bytes ? Encoding.Latin1.GetString(bytes) + Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return all.ToString();
    }
}
