"""The company's addresses and one bare view beside them, for the benchmark of the interface."""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from dangol.access import anyone
from modules.base.models import Customer


@csrf_exempt
@anyone
def bare(request: HttpRequest) -> JsonResponse:
    """Reads JSON, inserts the row, answers with its id."""
    row = Customer.objects.create(**json.loads(request.body))
    return JsonResponse({"id": str(row.pk)}, status=201)


urlpatterns = [path("bare", bare), path("", include("dangol.urls.company"))]
